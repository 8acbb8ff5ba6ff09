/** Lin, two colleagues and the people of the teahouse build a page to order tea on: the group with code and tables in it. */
export const ordering = `
== 34 days ago 20:30
+ lin opens the group with mei, tom, priya, guorui
lin: 茶馆点单小程序，第一次例会。目标：客人扫码就能点，梅不用再抄三遍。
mei: 我抄得挺快的
lin: 上周三桌铁观音，端出去两桌普洱。
mei: 那是惊喜。
  ~ 😂 tom, priya, guorui
priya: Hi all! I do the front end, Guo does the payments, Lin does the worrying.
guorui: 我主要负责说“本地是好的”。
tom: And I am here as the user who cannot read the menu
* priya sends “whiteboard.jpg”
* lin makes priya an administrator

== 21 days ago 21:10
priya, in Markdown:
  ## Menu data, first draft

  | Tea | 价格 | Steeps |
  | --- | ---: | ---: |
  | 桂花乌龙 | 38 | 7 |
  | 老白茶 | 42 | 9 |
  | 凤凰单丛 | 48 | 8 |
  | Hot water with nothing | 1 | ∞ |

  Please check names and prices **before Friday**.
  ~ ❤️ mei, tom
  ~ 💯 guorui
mei to “Menu data, first draft”: 价格对的。白开水那行的 ∞ 是谁加的
tom: It is simply true
guorui: 付款接口不收一块钱以下的单，Tom 刚好在线上 🫡
* lin pins “Menu data, first draft”

== 5 days ago 22:40
guorui, in Markdown:
  Found why every order arrived **twice**:

  \`\`\`ts
  // Whoever taps again because nothing happened means the same pot of tea.
  const order = await place({ orderId, table, teas });

  if (order.known) return order; // was: place it again
  \`\`\`

  The button now makes one \`orderId\` and keeps it.
  ~ 👏 lin, priya, mei
lin: 终于。第十七桌那位客人上周收到了四壶同样的茶。
tom: That was me. I drank them. I was being polite.
  ~ 😂 mei, priya, guorui
  ~ 🫖 lin
mei to “I was being polite”: 难怪你那天说“我很水”。

== 1 day ago 21:15
priya: New build is on the test server 🎉 https://orders.banrixian.example/menu
  ~ 🎉 lin, guorui, tom
guorui: 我这边本地是好的。
  ~ first said: 我这边本地是好的，线上没试。
priya: Guo.
guorui: 线上也试了，也是好的！！
lin: 你编辑过了，我看得见。
  ~ 👀 priya, tom
mei: 我把测试服务器的二维码贴到七号桌了，可以吗
  ~ recalled
priya: Mei, what did you just take back
mei: 没什么。已经撕下来了。
* mei sends “半日闲 · 秋季茶单.pdf”
  ~ 👍 priya, guorui
mei: 新茶单，价格以这份为准。
* lin announces, read by tom, priya:
  周六晚上上线 · We open on Saturday night.
  周五 18:00 以后不再改代码。No changes after Friday, 6 pm: not even small ones, not even from me.

== 22 minutes ago
priya, in Markdown:
  Load test, 30 phones in one room:

  | | before | now |
  | --- | ---: | ---: |
  | Order placed | 1,840 ms | **96 ms** |
  | Sent twice | 14 % | **0** |
  | Mei’s notebook | 3 pages | 0 pages |
  ~ 🚀 lin, guorui, tom
  ~ 🫖 mei
* lin sends “压测 2026.png”
lin: 96 毫秒，水都来不及开。
mei: 那我的本子怎么办，还有两百多页没用
tom: Keep it for the open mic. First poem: “Table Seven, Again.”
  ~ 😂 priya, guorui
guorui: @小梅 最后确认一下：白开水定价一块，还是免费？
priya: @林越 careful, this one is load-bearing
mei to “还是免费”: 一块。免费了 Tom 会觉得自己不重要。
  ~ 😂 tom, lin, priya, guorui
  ~ 🫖 tom
`;

/** What Mei keeps for herself. */
export const notes = `
== 18 days ago 22:35
mei: 桂花乌龙：92 °C，第一泡 40 秒，第二泡 25 秒，之后每泡加 10 秒。第七泡最甜，别急着倒。
== 6 days ago 08:20
mei, in Markdown:
  **进货**

  - [x] 老白茶 2 kg
  - [x] 茶滤 20 个
  - [ ] 武夷肉桂（等蔡师傅回话）
  - [ ] 黑伞认领处的牌子
== 1 day ago 22:50
mei: Tom 生日 11 月 3 日。蛋糕写“白开水先生”，不要写错成 Tomb。
`;
