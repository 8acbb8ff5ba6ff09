/** The hiking group around its last Saturday out. Mei had to mind the shop and has not read along. */
export const hikers = `
== 60 days ago 20:00
+ hannah opens the group with lin, tom, mei, yuqing
hannah: Welcome! Every other Saturday, one mountain. 下雨也去，下刀子不去。
lin: 下刀子的定义是什么
hannah: Visible knives.
yuqing: 带书可以吗？
hannah: Under 300 grams.
tom: Do I need to be fit
hannah: You need to be on time.

== 46 days ago 12:15
+ hannah adds ben, amir
amir: I was told there is a picnic with some walking around it
ben: I was told there’s a pub at the top
hannah: There is a temple at the top.
ben: Does it serve
* hannah makes lin an administrator

== 5 days before the hike 20:10
hannah: 这个周六：莲花岭！14 km, 700 m up, about 5 hours with breaks. Who is in?
lin: 我
yuqing: 我！
mei: 我看店 😭 替我多看两眼云。
ben: Me, if I’m allowed to complain
hannah: Complaining is allowed on the flat parts.
amir: I’m in. I bring lunch for everybody. Do not bring lunch.
tom: In. I bought boots!!
lin: 拍照为证
tom: They’re in the bath. The man said to soak them and wear them dry.
hannah: Who is this man
tom: He also sold me a stick
yuqing: 一根棍子？多少钱？
tom: 80
yuqing: ……山脚下五块钱三根。
amir: In Beirut we call this tuition
tom: I’ve now paid tuition in four countries

== 2 days before the hike 19:30
hannah: Train 7:12, platform 2. We meet 6:55 at the clock. Not under the other clock.
ben: There are two clocks?
hannah: One of them is wrong.
lin: 两个都不准，差别是往哪边不准
hannah: Lin is minister of transport. Lin, speak.
lin: 公告：
  去程 7:12，回程 17:40，一天就这两趟
  回程票必须提前买，山上那台机器只收硬币
  错过 17:40 的，请在寺里念经到第二天早上
* lin pins “去程 7:12”
yuqing: 寺里有素面，不亏。
ben: Define “early” for a musician
hannah: 6:55.
ben: I’m usually coming home then. Fine. I’ll simply not go to bed.
tom: What’s the weather saying?
lin: 三个 app，三个说法：晴、阵雨、“建议穿衣”
amir: The last one I agree with
hannah: Bring a rain jacket. Always bring a rain jacket.
yuqing: 我奶奶也这么说，而且她是对的。
amir: Lunch report: falafel 60 pieces, hummus 2 kg, flatbread, olives, one watermelon
hannah: Amir, who carries the watermelon?
amir: We take turns. It builds a team.
tom: 🍉⛰️

== 1 day before the hike 21:00
hannah: Last check. Water 2 litres?
tom: ✅
yuqing: ✅
lin: ✅ 外加一个充电宝，两斤
hannah: Why two jin of power bank?
lin: 我明天替同事值班，山上要是响了，我得有电哭。
ben: He’s bringing the internet up a mountain
lin: 是互联网带着我上山
amir: Can the internet carry a watermelon
yuqing: 哈哈哈哈哈
hannah: No alarms above the tree line. Mountain rule.
lin: 我跟服务器说一声
(14 minutes)
lin: 它说“建议穿衣”
tom: Boots are dry. They’re also two sizes smaller.
hannah: TOM
tom: Joking. One size.
yuqing: 穿两双薄袜子，比一双厚的好，脚不起泡。
tom: Thank you, only adult in this group

== the day of the hike 06:41
hannah: I am under the correct clock.
lin: 我在不准的那个下面
hannah: Which one
lin: 现在我也不确定了
yuqing: 我看到 Hannah 了，也看到林越了，他俩隔着一根柱子。
amir: I’m the one with the watermelon. You cannot miss me. Security also did not miss me.
tom: Two stops away. The boots are loud.
hannah: 6:52. Ben?
amir: 6:58. Ben?
lin: 7:05，车进站了，Ben？？
ben: On the train already. Coach 3. I came straight from a wedding. Why are you all on the platform
hannah: …
yuqing: 🤣🤣🤣

== the day of the hike 11:48
yuqing: 登顶啦！！！
yuqing: 云海！！跟牛奶一样！
  ~ 😍 lin, tom, amir, hannah
  ~ ☁️ ben
* yuqing sends “云海.jpg”
* yuqing sends “山顶.jpg”
* yuqing sends “第31张.jpg”
  ~ 🍉 amir, tom, ben
amir: The watermelon has reached 1,182 metres. A record for its people.
hannah: 3 h 05. Better than last time, in spite of the watermelon.
ben: I’d like it noted that I complained on the flat parts only
tom: Could see my house from here if my house were not in Leeds
lin: 手机响了
hannah: No
lin: 响了
hannah: Mountain rule!!
lin: 就一个 P2，我蹲在佛像后面处理一下，那里有信号
tom: He is crouching behind a Buddha, typing. A monk is holding his power bank.
yuqing: 师父问他是不是在渡劫。
(11 minutes)
lin: 好了。师父说：“施主，放下。”
lin: 我说放不下，SLA 是三个九。
ben: What did he say to that
lin: 他说他们寺一千三百年没宕过机
  ~ 😂 tom, ben, yuqing, amir
  ~ 🙏 hannah

== the day of the hike 17:21
hannah: Everybody at the station? Count off. 1
lin: 2
yuqing: 3
amir: 4
ben: 5, lying down
hannah: Tom?
hannah: TOM?
tom: 6! Sorry. Buying a stick. Five yuan, three of them.
yuqing: 你现在有四根了。
tom: Average price is dropping nicely
lin: 21.25 一根，还在降
hannah: 17:38, train is coming. Left side has the sunset.
amir: Left side also has the leftover falafel. 14 pieces. First come.
ben: Suddenly I can stand

== 1 day after the hike 10:15
hannah: Guten Morgen! How are the legs?
yuqing: 楼梯，是横着下的。
amir: My legs have sent me a letter of resignation
ben: Just woke. Is it Sunday or a different Sunday
lin: 同一个周日，你睡了十四个小时
tom: My knees make the same sound as the boots now
hannah: This is normal. Drink, stretch, walk a little. Not lie down.
ben: I’ll take it under advisement, horizontally
yuqing: 照片整理好了，一共 212 张，里面 40 张是西瓜：
  https://photos.example.org/lotus-ridge
  ~ ❤️ hannah, amir, tom, lin
amir: Only 40?
lin: 第 87 张，佛像后面露出来的那半个脑袋是我
tom: That one should be on your company badge
hannah: Number 143 is very beautiful. Yuqing, may I print it for my mother?
yuqing: 当然！我店里有好相纸，来拿。
amir: I want 31 in poster size. It is me and the melon against the sky.
ben: You look like a man about to be knighted
amir: We both were

== 1 day after the hike 13:05
lin: 轨迹出来了。比计划多走了 1.9 公里。
* lin sends “莲花岭 Lotus Ridge 轨迹.gpx”
hannah: That was the panorama variant.
lin: 那段我们在竹林里绕了一圈，回到了同一块石头
hannah: A panorama of the stone.
yuqing: 我还跟那块石头打了两次招呼。
tom: It looked different the second time. Wiser.
ben: The second time it had Amir sitting on it
amir: I was waiting. I knew you would come back. I have faith in Hannah.
hannah: 谢谢 Amir。下次你带路。
amir: No no no no

== 1 day ago 20:30
hannah: Next one! Two proposals, please vote:
  A. 狮子峰, 11 km, 900 m up, steep but short
  B. 青溪古道, 18 km, flat, along the river, tea fields, one very old bridge
ben: B. I heard “flat”
tom: B. I heard “tea”
yuqing: B，古道边上有个废弃的小学，很好看。
lin: A
ben: Traitor
lin: 山顶没信号的那种，我要 A
hannah: A has full coverage now, they built a mast.
lin: 那 B
amir: Does B have shade for a melon
hannah: 四票 B。And Amir’s melon makes five.
yuqing: 问问小梅吧，古道上有茶农，她一定想来。
hannah: She said “next time” in spring, in summer and in autumn.
tom: Tell her it’s flat and there is tea. She’ll close the shop.
ben: @小梅 flat, tea, old bridge, no Germans shouting “ten more minutes”
hannah: One German. Whispering.
* hannah mutes ben for 2 days
lin: 禁言两天？？
hannah: So that he saves his voice for the flat parts.
  ~ 😂 tom, yuqing
yuqing: 小梅是不是好久没看群了 😂
lin: 她那边应该已经 99+ 了
tom: Hello Mei, when you get here: we love you, wear two thin pairs of socks 🧦🧦
`;
