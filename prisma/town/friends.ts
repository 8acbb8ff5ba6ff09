/** What Tom and Lin talk about when Mei is not there. */

export const tomAndLin = `
== 48 days ago 20:05
tom: Lin, quick one. A student wrote “My father is very 6”. Is his father six years old?
lin: 666 means awesome. From games: 溜, smooth.
tom: So his dad is smooth
lin: His dad is 6. Give him full marks.
tom: I’ve been correcting that all term 🤦

== 26 days ago 13:10
lin: 鱼我不吃，下次问我
tom: You said 随便!
lin: 随便的意思是除了鱼
tom: Mei says if I say “hot pot then” you’ll have opinions
lin: 毛肚，黄喉，鸭血，不要香菜，油碟不要蒜
lin: …
lin: She told you.

== 9 days ago 02:14
lin: awake?
tom: I am now. What’s wrong?
lin: Nothing. Disk at 97 %. I’m deleting logs and need company.
tom: What’s in the logs?
lin: “I’m fine. I’m fine. I’m fine. I’m fine.” 40 GB of it.
tom: I’ve had students like that
(22 minutes)
lin: 61 %. Go back to sleep. 谢谢兄弟
tom: 不客气。What does the machine say now?
lin: “I’m fine.”

== 1 day after the hike 12:40
tom: Can you walk?
lin: Downstairs no. Upstairs also no. Flat, with music.
tom: I marked forty essays lying on the floor. My neighbour thinks it’s yoga.
lin: Hannah 说那叫轻松路线
tom: Hannah was born on a chairlift
lin: 她的“再走十分钟”是什么时区的十分钟

== 50 minutes ago
lin: pager again. If I’m late today, start without me
tom: What is it this time?
lin: The alert that tells us alerts are working has stopped working.
lin: So either nothing is wrong or everything is.
lin: 我去梅那儿坐着修。你们上课小点声 😂
`;

export const tomAndBen = `
== 40 days ago 17:45
ben: Leeds man. Where does one buy proper butter in this town?
tom: Julien at the bakery sells it under the counter, like contraband
ben: Does one need a password?
tom: “Croissant”, but say it wrong and he shuts the window
ben: I’ll send Sofía

== 18 days ago 19:05
ben: Open mic at the teahouse next month. You’re doing a poem.
tom: Am I
ben: In Chinese. I’ve already told Mei and she has already told her mother.
tom: So it’s in the newspapers then
ben: 静夜思. Twenty characters. A child of four can do it.
tom: A child of four has better tones than me.
ben: I’ll play under you so nobody hears the tones
* ben sends “tones.wav”
  ~ 🎻 tom

== 4 days ago 21:40
tom: 床前明月光 … recorded it eleven times. The neighbour knocked.
ben: To complain?
tom: To correct the third line.
ben: 😂😂 this town, honestly
tom: He’s coming to the open mic.
`;

export const tomAndHannah = `
== 25 days ago 18:20
hannah: You have boots?
tom: I have shoes with ambition
hannah: Tom.
tom: I’ll buy boots

== 1 day before the hike 19:15
hannah: Packing list, because I know you:
  1. Boots (not ambition)
  2. 2 litres of water
  3. Rain jacket, even if the sky is blue
  4. Something to eat that is not only biscuits
  5. Good mood before 7 am
tom: 1 to 4: yes. 5 is out of stock.
hannah: Then coffee. I bring Klaus.
tom: Who is Klaus?
hannah: My thermos.
`;

export const tomAndYuqing = `
== 22 days ago 16:10
yuqing: Tom，读书会你念常四爷可以吗？就一页。
tom: Is that the man who says 我爱咱们的国呀？
yuqing: 对，“可是谁爱我呢？”
tom: That line. I read it three times on the metro and missed my stop.
yuqing: 那就是你了。坐过站的人才能念。
tom: I’ll practise. 谢谢你信任我。

== 7 days ago 11:30
tom: The English one of 《边城》, do you have a second copy? I lent mine to a student and I think it has moved in with her.
yuqing: 还有一本，沈从文那排最右边。给你贴了张纸条，别人不会拿走。
tom: What does the note say?
yuqing: “这本书有主了，主人正在学量词。”
`;

export const linAndZhou = `
== 16 days ago 22:30
zhou: 林哥，我这个接单软件老闪退，你是搞电脑的吧
lin: 我是搞服务器的，不过你说
zhou: 点“送达”就退
lin: 存储空间还剩多少？
zhou: 120 兆
lin: 里面都是什么
zhou: 猫，一万两千张
lin: ……删几张？
zhou: 那不行。删游戏
(12 minutes)
zhou: 好了！林哥 yyds

== 1 day ago 20:50
lin: 我按你送单的路线画了张图，汤圆常去的地方都标了，一共七处。咱俩分头。
zhou: 你还在值班呢哥
lin: 手机响了我就蹲下来回一下，正好看车底。
zhou: 😭😭
`;

export const linAndHannah = `
== 28 days ago 09:05
hannah: Lin, does the train to Lotus Ridge still stop at the old station?
lin: Only the 7:12 and the 17:40. Buy return tickets, the machine up there takes coins from another century.
hannah: Sehr gut. You are appointed minister of transport.
lin: Does the minister get a jacket?
hannah: He gets responsibility.

== 1 day after the hike 18:20
lin: Track is uploaded: 15.9 km, 742 m up, 1 detour, 0 casualties
hannah: The detour was 6 minutes
lin: The detour was 1.9 km
hannah: In the mountains this is 6 minutes.
lin: https://www.openstreetmap.org/#map=14/30.1320/118.1650
hannah: You cannot argue with me using data, I’m on holiday
`;

export const linAndChenbo = `
== 11 days ago 20:30
chenbo: 小林，炮二平五。
lin: 马8进7
chenbo: 马二进三。
lin: 陈伯我在开会……车9平8
chenbo: 开会还下得这么快，这会不重要。
lin: 您说得对。
(35 minutes)
chenbo: 你那匹马没了。
lin: 我那个会也没了。

== 2 days ago 16:45
chenbo: 服务器最近还好？没冻着吧。
lin: 陈伯，服务器怕热不怕冻。
chenbo: 那跟我一样。叫它喝绿茶。
`;
