/** The group of the teahouse's regulars: lively, in whatever language comes first. */
export const regulars = `
== 75 days ago 20:15
+ mei opens the group with tom, lin, chenbo, amir, zhou, ajie
mei: 建个群，省得我一个一个通知。开门、关门、到新茶、谁的伞落下了，都在这儿说。
chenbo: 收到。
tom: 收到！(Amir taught me this one.)
amir: So that he can answer every message without reading it 😎
zhou: 老板，群里能点外卖吗
mei: 不能。
* mei makes chenbo an administrator

== 61 days ago 12:30
+ mei adds sofia, ayumi, ben
mei: 欢迎三位新街坊 👏 Sofía 拍照，Ayumi 做陶，Ben 拉琴（九点以后不拉）
ben: I have read and accept the terms
sofia: ¡Hola! 大家好 📷
ayumi: 请多关照。下次的杯子我自己搬过来。Sorry Zhou.
zhou: 上次那个真不是我摔的！！

== 30 days ago 21:00
mei: 通知：
  1. 后天店里换电线，下午两点才开门
  2. 之后照旧，10:00–22:00，周一歇业
  3. 落在店里的伞一共七把，再不来领就充公
tom: For the lazy: the day after tomorrow open from 2 pm, then as always, and seven umbrellas want to go home.
lin: 黑色那把是我的
amir: The black one is mine
ben: Hang on, mine is black
mei: 七把都是黑的 😑
  ~ ☂️ tom, sofia, ayumi
chenbo: 伞柄上写着“陈”的是我的。
mei to “伞柄上写着”: 陈伯，七把里有三把写着“陈”。
  ~ 😂 tom, lin, amir, zhou, ben
* mei pins “后天店里换电线”

== 9 days ago 18:50
ajie: 【老街坊福利】水壶不热？电瓶车没电？门锁打不开？一个电话，十分钟到！
ajie: 【老街坊福利】水壶不热？电瓶车没电？门锁打不开？一个电话，十分钟到！
chenbo: 小杰，你发了两遍。
ajie: 怕大家没看见 😅
ajie: 【老街坊福利】转发本消息，配钥匙第二把半价！
  ~ deleted by chenbo
chenbo: 这里是茶话会，不是电线杆。
tom: What’s a 电线杆?
lin: 电线杆上全是小广告。He’s calling this chat a lamp post.
tom: Savage
ajie: 行行行，我走，你们喝茶。
- ajie leaves
mei: 陈伯……
chenbo: 我就说了一句。

== 6 days ago 10:20
mei: 坏消息：电水壶今天早上不热了。中午以前只有温的。
amir: So today’s menu is: lukewarm
lin: 有没有人认识会修水壶的
(1 minute)
lin: 啊。
tom: 😬
ben: I believe a man left here three days ago with exactly that offer
chenbo: ……
mei: 我去请他。陈伯，您回头给人递杯茶。
chenbo: 茶可以递。我泡，他喝，谁也别说话。

== 5 days ago 17:35
mei: 水壶修好了！阿杰来的，十分钟，说到做到。恢复正常 ☕️
  ~ 🎉 tom, lin, ayumi, amir
  ~ 👏 chenbo
mei: 听。
* mei sends “水开了.wav”
  ~ 👏 tom, amir
ayumi: よかった！
amir: A kettle is like a marriage. You only look at it when it stops.
mei: Amir，你又没结过婚。
amir: Exactly, and I drink coffee

== 2 days ago 19:30
zhou: 各位，汤圆不见了 😭 橘白，左耳缺一小块，脖子上有个绿铃铛
zhou: 送完最后一单回家，门开着一条缝
* zhou sends “汤圆.jpg”
mei: 别急，我把店里前后都看一遍。
tom: Is 汤圆 the cat or the dessert?
lin: 猫。不过她看到甜点跑得比你快
amir: Looking on the kitchen roof now. She loves my chicken.

== 1 day ago 18:10
zhou: 印了启事，谁帮我贴一下？
  “橘白猫，名叫汤圆，四岁，左耳有缺口。
  看到了请别追，她会以为在玩。
  送到半日闲茶馆，重谢奶茶一年。”
  ~ ❤️ mei, tom, lin, ayumi, ben
ben: I’ll do the station side
lin: 地铁口归我
chenbo: 贴电线杆的时候问问阿杰，他熟。
mei to “他熟”: 陈伯，这句算和解吗？
chenbo: 算。
  ~ 🍵 mei, tom, lin
+ mei adds ajie
ajie: 陈伯，茶我来喝，广告我不发。
* mei announces, read by tom, chenbo, ayumi, amir:
  周五晚上 open mic，店开到 22:30。Open mic on Friday, the house stays open until half past ten.
  带乐器的先进，带猫的也先进。People with instruments go first; so do people with cats.

== 1 minute ago
ben: Right. Everybody sit down.
ben: I just opened my fiddle case for the first time since the day before yesterday
zhou: ？？？
ben: There is something orange in it and it is snoring
  ~ 😱 amir, lin
  ~ 🧡 tom, chenbo
zhou to “something orange”: 左耳是不是缺一块？！
ben: Left ear: a bit missing. Bell: green. Attitude: enormous.
* ben sends “IMG_2041.jpg”
  ~ 🧡 lin, amir, tom
* ben sends “snoring.wav”
zhou: 啊啊啊啊啊啊汤圆！！！我马上到！！！ @小梅 姐把鱼热上
  ~ 🎉 tom, lin, amir, ben
lin: 😭😭😭
amir: Two days I have been leaving chicken on the roof for her. Who has been eating my CHICKEN
tom to “in it and it is snoring”: A bowl of sleep, found in a fiddle case 🎻🐈
chenbo: 我看见阿杰在屋顶上。
ben: She has opened one eye and closed it again. I think I live with a cat now.
`;
