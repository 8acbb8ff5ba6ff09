/** Mei and Tom, who teach each other their languages: the long one, for scrolling. */
export const exchange = `
== 88 days ago 19:40
tom: Hi Mei, it’s Tom, the one who ordered “hot water with nothing”. Amir gave me your contact.
mei: 哈哈，记得！白开水先生 😄
tom: That is now my name, isn’t it
mei: In the teahouse, yes. 陈伯 already calls you 白开水.
tom: I’ll earn a better one. I saw the note on your board about a language exchange. Is it still open?
mei: Still open. 一小时中文，一小时英文，靠窗那桌，茶钱算我的。
tom: I understood: one hour, one hour, window, and you pay?
mei: 四个都对。明天晚上七点？
tom: 明天晚上七点！好的！
mei: 语法完美。标点也很激动。

== 86 days ago 21:35
tom: 今天谢谢你！I have four pages of notes and a new vowel.
mei: 我也谢谢你。I learned “I’m down” and “I’m up for it” mean the same thing. English is not well.
tom: English has never been well.
mei: And my homework?
tom: Write five sentences with “actually”. Nobody in Britain can speak without it.
mei: 你的作业：点一次菜，全程不许用手指。
tom: 那个……这个……两个……
mei: 不许。
(9 minutes)
tom: Tried it at the noodle place. I now have three bowls of noodles.
mei: 进步很大 🍜🍜🍜

== 79 days ago 12:20
tom: 梅，我有一个问题
mei: 说
tom: At lunch I told the lady 我想睡觉一碗. She laughed so hard she had to sit down.
mei: 哈哈哈哈哈哈哈哈
mei: 水饺 shuǐjiǎo，睡觉 shuìjiào。你说你想要一碗睡觉。
tom: Honestly, after this week I do want a bowl of sleep
mei to “a bowl of sleep”: 这句话应该写在我们店门口。
  ~ 😂 tom
tom: “A bowl of sleep, 18 yuan”
mei: 带枕头 25。
tom: 😴🥟
mei: 记住：水饺是第三声，先下去再上来，像饺子下锅。
tom: And 睡觉 just falls. Like me.

== 71 days ago 15:05
mei: Tom 老师在吗？I am making an English menu. Please check before I print 200 copies.
mei: 1. Huangshan Maofeng, fresh like a mountain after rain
  2. Phoenix Dancong, smells like honey and orchids, tastes like an argument you win
  3. Old White Tea, for people with time
  4. Pu’er, ripe: earth, wood, grandfather
  5. Hot water with nothing (Tom)
tom: I’m on the menu!
mei: 1 块钱一壶。
tom: Don’t change a word. Maybe “grandfather” needs a little more.
mei: “Grandfather’s bookcase”?
tom: Yes!! That is exactly what it tastes like.
mei: And “an argument you win”?
tom: Best line on any menu in this city. Leave it.
mei: 那我印了。印错了你负责。
tom: 我负责 🫡
(95 minutes)
mei: 印好了。They printed “Hot water with nothing (Tomb)”.
  ~ 💀 tom
tom: Oh no
mei: 200 copies.
tom: I’ll be haunting you at 1 yuan a pot then 👻

== 64 days ago 20:45
mei: Question. My customer from London said the cake was “quite good”. Should I be happy?
tom: How did he say it?
mei: Like this: “Mm. Quite good.”
tom: Voice going up or down?
mei: Down.
tom: Then no. “Quite good” going up is good. Going down, it’s a polite funeral.
mei: 英国人太难了。那 “not bad” 呢？
tom: “Not bad” is excellent. “Not bad at all” is practically a marriage proposal.
mei: 所以坏的是好的，好的是坏的。
  ~ 💯 tom
tom: And “interesting” means never again.
mei: 他还说了 the tea is interesting……
tom: 😬

== 57 days ago 18:10
tom: 一个猫，一个书，一个桌子
mei: 一只猫，一本书，一张桌子。
tom: Why does a table count like paper?
mei: 张 is for flat things. 纸、床、脸、嘴。
tom: So a table, a sheet of paper and a face are the same thing
mei: 都可以摊平 😄
tom: 一条鱼，一条路，一条裤子，一条新闻 … a fish, a road, trousers and the news?!
mei: 都很长。
tom: OK the news I accept.
mei: 今天就学到这儿。再学你要辞职了。

== 49 days ago 09:15
tom: Can’t make it tonight, I have a cold. 我很冷？
mei: 你感冒了。“我很冷”是要穿衣服，“我感冒了”是要喝热水。
tom: 我感冒了。我喝热水。With nothing.
mei: 终于对症了。吃药了吗？
tom: The pharmacist gave me a box with a picture of a very happy leaf
mei: 板蓝根！全国人民都喝过。一次一袋，一天三次。
tom: It’s quite good.
mei: 往上还是往下？
tom: ⬆️

== 41 days ago 13:30
tom: My parents land tomorrow. First time in China. Dad is afraid of chopsticks and Mum is afraid of Dad.
mei: 带他们来喝茶！靠窗那桌给你们留着。
tom: Could you? Dad takes milk in his tea. I am warning you now.
mei: 牛奶……放在……毛峰里？
tom: I’ll hide it from him.
mei: 不用，我准备一壶滇红，加奶也好喝。让他当一回英雄。
tom: You are a saint
mei: 你爸妈叫什么名字？我写在欢迎牌上。
tom: Margaret and Alan. Please spell it better than the menu.
mei: 那次不怪我！

== 38 days ago 21:10
mei: 叔叔阿姨到酒店了吗？
tom: Yes, both asleep with their shoes on. Dad says it was “not bad at all”.
mei: 那不是求婚吗！！
tom: He also asked if you ship the Dianhong to Leeds.
mei: 寄！给他包好看一点。
tom: And Mum wants me to tell you that she cried a bit at the welcome board.
mei: 我也差点。陈伯教你爸下象棋，两个人语言不通下了两个小时。
tom: Dad thinks he won
mei: 陈伯也这么觉得 🤝

== 33 days ago 11:25
tom: Saw this on a sign at the museum: “小心地滑”. My app says: “Carefully slide.”
mei: 哈哈哈哈，经典。地滑：the floor is slippery. 你的手机读成了：小心地，滑。
tom: So one is a warning and the other is a dance instruction
mei: 断句很重要。“下雨天留客天留我不留”
tom: Explain slowly, I am a pot of hot water
mei: 下雨天，留客天，留我不？留！
  下雨天留客，天留，我不留。
* tom pins “下雨天，留客天”
tom: Rainy day, a day for keeping guests. Keep me? Keep! … or … Heaven keeps the guest, I don’t?
mei: 满分。
tom: Same characters, one of them you get dinner
mei: 中文就是这样，标点决定你能不能吃饭。
tom: I’m putting this on the classroom wall.
mei: https://zh.wikipedia.org/wiki/標點符號
tom: Bedtime reading, thanks

== 26 days ago 12:05
tom: Asked Lin what he wants to eat. He said 随便. I ordered fish. He doesn’t eat fish.
mei: 随便 never means 随便.
tom: Then what does it mean?
mei: 意思是：“你猜，猜错了我不说，但我会记住。”
tom: So how do you order with somebody who says it
mei: 你就说：那吃火锅吧。他马上就有意见了。
(26 minutes)
tom: It WORKED. He suddenly had a whole list.
mei: 社会语言学 ✅

== 19 days ago 19:20
tom: 成语 of the day, from my student: 画蛇添足
mei: To draw a snape and add feet.
tom: Snake 🐍
mei: Snake! 输入法！
tom: No no, I like the snape. With feet he can walk out.
mei: 你现在就是在画蛇添足。
tom: We say “gilding the lily”. Painting gold on a flower that was fine already.
mei: 记下了。那“对牛弹琴”呢？
tom: Playing music to a cow. We’d say “casting pearls before swine”, but it’s ruder.
mei: 中国的牛只是听不懂，英国的猪还要踩你的珍珠。
tom: That is a fair summary of both countries.
mei: 下次学：“三个臭皮匠，顶个诸葛亮”。
tom: Three what now

== 12 days ago 16:40
tom: Is the Wi-Fi password still “heshui8ma”?
mei: 换了。上周有人坐门口台阶上用了一下午，一杯茶没点。
tom: Scandal. Who?
mei: 你。
tom: …I was waiting for the rain to stop
mei: 没下雨。
tom: 那个……这个……
mei: 新密码：haohao_hecha。大写的 H？没有，全小写。
tom: 好好喝茶. Message received 🍵

== 8 days ago 20:15
mei: Ben 下个月在店里办 open mic，他说让我对表演的人说 “break a leg”。他没骗我吧？
tom to “break a leg”: He’s right for once. It means good luck.
mei: 祝人断腿？？
tom: In theatre, wishing luck is bad luck. So you wish the opposite.
mei: 我们这儿如果我跟人说“断条腿吧”，他会真的以为我要动手。
tom: Perhaps just 加油
mei: 加油 = add oil。你们听着是不是也怪？
tom: Like I’m a salad. But I’ve come to love it. 加油 is even in the Oxford dictionary now!
mei: 真的？
tom: “Add oil”, look it up. We steal everything.
mei: 茶也是。
tom: Fair.

== 5 days ago 17:30
tom: Heard the kettle lives!
mei: 阿杰修的。十分钟，真的十分钟。
tom: The man is a poem with a toolbox. Is he coming back to the group?
mei: 你去劝。你现在是街坊里唯一一个他没给过传单的人。
tom: He gave me two this morning
mei: 那你是 VIP。

== 2 days ago 21:15
tom: 今天上课学生问我：“老师，你的中文跟谁学的？”
tom: I said 茶馆. He said 怪不得, 一股茶馆味.
mei to “一股茶馆味”: 哈哈哈哈这是最高的表扬
tom: Is it? What does a teahouse accent sound like?
mei: 慢。句子后面带“嘛”，什么都不着急。
tom: 不着急嘛。
mei: 👏👏👏
tom: 🍵

== 1 day ago 21:20
tom: The hikers are waiting for an answer and you have 99+. Here is the short version:
* tom forwards “Next one! Two proposals” to “melon makes five” of 周六爬山 Saturday Hikers ⛰️ as 周六爬山 Saturday Hikers ⛰️
mei: 短版也有十一条 😂 我投 B，有茶的那个。
  ~ 🎉 tom

== 35 minutes ago
tom: 今天还是老时间？I finished “actually” and also the whole box of happy leaf.
mei: 老时间，靠窗。今天有新到的桂花乌龙，给你换换口味。
* mei sends “桂花乌龙.jpg”
  ~ 😍 tom
tom: No more hot water with nothing?
mei: 菜单还有一百六十份没发完，那行字我舍不得划掉。
tom: Then I’ll have one of each. 一壶乌龙，一壶白开水。
  ~ first said: Then I’ll have one of each. 一个乌龙，一个白开水。
mei to “一壶乌龙，一壶白开水”: 量词都对了！你可以毕业了。
  ~ 🎓 tom
tom: 老师，我不想毕业。茶钱算谁的？
mei: 算你的 😌
`;
