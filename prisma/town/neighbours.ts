/** What the street has to say to Mei. */

export const lin = `
== 44 days ago 23:10
lin: 还开着吗
mei: 刚关。怎么了？
lin: 没事，就是线上抖了一下，人也抖了一下。
mei: 后门没锁，壶里还有半壶熟普，自己倒，走的时候把灯关了。
lin: 你是我见过可用性最高的服务
mei: 什么意思？
lin: 就是 24 小时不宕机。
mei: 我十一点就睡了，现在是值班的猫在回你 🐱

== 17 days ago 15:30
lin: 问个事。茶馆的 Wi-Fi 路由器放哪儿了？
mei: 柜台后面，腌菜坛子上面。
lin: ……所以信号差是因为隔着一坛酸菜
mei: 那要放哪儿？
lin: 高一点，离水和金属远一点。比如匾后面。
mei: “半日闲”三个字后面藏个路由器，祖宗要生气的。
lin: 祖宗连上 Wi-Fi 就不气了。
(70 minutes)
mei: 装好了！快得不得了！陈伯的象棋视频不卡了。
lin: 👌

== 4 days ago 13:20
mei: 你上次说的那个 on-call，到底是什么？Tom 给我解释了半天，我听成了“昂靠”。
lin: 就是轮到我的那一周，服务器半夜叫我，我就得起来。
mei: 像带孩子。
lin: 像带三百个孩子，而且每个都说自己没发烧。
mei: 那这周轮到你吗？
lin: 这周轮到我 🫠
mei: 给你留一罐浓的。

== 6 minutes ago
mei: 今天怎么没来？
lin: 在路上，手机响了一路。
lin: 你今天几点关？我可能要借个座，修点东西，修到它不叫为止
lin: 给我来壶最浓的。再要一个离插座近、离陈伯远的位置 🙏
lin: （他每次都问我服务器是不是冻着了）
`;

/** With the article that every mother forwards, in full. */
export const mother = `
== 20 days ago 08:05
shenlan: 早上好☀️愿你今天心情像花儿一样🌹🌹🌹
* shenlan sends “早上好.jpg”
mei: 妈早。
shenlan: 降温了，穿秋裤了没有
mei: 穿了。
shenlan: 拍个照
mei: ……妈，我三十一了。
shenlan: 三十一也有膝盖。

== 6 days ago 07:50
shenlan: 听你陈伯说水壶坏了
mei: 消息传得真快。已经找人修了。
shenlan: 别用铁的，铁的坏茶。
mei: 知道啦。
shenlan: [玫瑰][玫瑰][玫瑰]

== 3 hours ago
shenlan: 转发：【紧急通知】爱喝茶的人一定要看！
  一、早上空腹不要喝浓茶，伤胃，很多人三十岁以后才后悔；
  二、隔夜茶不要喝，颜色像酱油的更不要喝；
  三、喝茶不要太烫，吹一吹，等一等，六十度左右最好，烫嘴就是烫食道；
  四、饭后不要马上喝，最少等半个小时，不然吃的肉白吃了；
  五、吃药不要用茶送，用白开水，白开水，白开水，重要的事情说三遍；
  六、睡觉前不要喝，喝了睡不着，睡不着就会玩手机，玩手机就更睡不着；
  七、女同志少喝绿茶多喝红茶，暖胃又暖心；
  八、心情不好的时候不要喝茶，要给妈妈打电话；
  九、一个人喝茶不如两个人喝，两个人喝不如早点结婚；
  十、茶壶要每天洗，不洗的茶壶里面有一万个细菌在开会。
  专家说了，以上十条做到八条，身体好，睡得香，皮肤亮。请转发给你身边每一个爱喝茶的家人和朋友，看到的人都会平安健康！收到请回复🙏🙏🙏
mei: 妈，我是开茶馆的。
shenlan: 所以才发给你。
mei: 第八条和第九条是不是您自己加的？
shenlan: 专家加的。
mei: 收到 🙏
`;

export const zhou = `
== 34 days ago 11:55
zhou: 梅姐，今天三十二杯，两趟，十二点半前到
mei: 好，钥匙在老地方。注意最上面那杯没盖紧。
zhou: 放心，我骑车像端汤
mei: 你端汤我也见过。

== 9 days ago 13:20
zhou: 姐，你那七把黑伞可以来这儿换，雨晴开的群
* zhou shows the group 青石巷换物角 Swap Corner
mei: 七把黑伞，换什么好
zhou: 换一个晴天
  ~ ☀️ mei

== 2 days ago 20:15
mei: 柜子后面、房梁上、后院都看了，没有汤圆。
zhou: 谢谢姐 😢
mei: 别急，猫比人认路。我把后院小门开着，放了一碗鱼。
zhou: 她平时叫一声就回来的
mei: 吃了没有你？
zhou: 没顾上
mei: 过来，面给你下好了。先吃饭再找猫。
zhou: 马上

== 1 day ago 18:50
zhou: 启事贴了四十张了
mei: 我这儿门口也贴了，茶单背面也印了。
zhou: 姐你太好了
mei: 陈伯说他夜里听见过猫叫，在 Ben 那栋楼附近。不一定准，他也说过听见过凤凰叫。
zhou: 我晚上去那边转转 🔦
`;

export const ajie = `
== 6 days ago 10:40
mei: 阿杰，忙吗？店里水壶坏了。
ajie: 哪种坏？不热，不通电，还是漏？
mei: 按下去灯亮，就是不热。
ajie: 八成是发热管。我下午五点过来，十分钟。
mei: 群里的事别往心里去，陈伯那张嘴你知道的。
ajie: 我没生气。我就是觉得老师说得对，有点没面子。

== 5 days ago 17:25
mei: 太谢谢了！多少钱？
ajie: 换了根管子，四十。水垢我顺手除了，不收钱。
mei: 才四十？
ajie: 老街坊八折。
mei: 那茶不收你钱，来一次喝一次。陈伯说他给你泡。
ajie: 他泡？
mei: 他说：“我泡，他喝，谁也别说话。”
ajie: 哈哈哈那我得录像
  ~ 🤣 mei
(18 minutes)
ajie: 对了，跟各位说一声：水壶用完把水倒干净，不然还得找我。
  我倒是愿意来，就是对不起壶。
mei: 好的师傅 🫡
`;

export const chenbo = `
== 10 days ago 09:40
chenbo: 小梅，今天毛峰给我留二两。
mei: 留了，还给您装了个小罐。
chenbo: 罐子钱记账上。
mei: 您那本账我早撕了。
chenbo: 那不行，数学老师不能欠账。

== 1 day ago 19:25
chenbo: 你跟阿杰讲，叫他回群里来。
mei: 您自己讲嘛。
chenbo: 我讲，像是我错了。
mei: 那您错了吗？
chenbo: 电线杆那句，重了半分。
mei: 我把“重了半分”四个字转给他。
chenbo: 三个字就够了：来喝茶。
* chenbo shows laocai
chenbo: 还有，武夷的老蔡。你说是我介绍的，他就不敢涨价。
  ~ 🙏 mei
`;

/** Mei's last words have not reached Sofía, who is on her way to Madrid. */
export const sofia = `
== 15 days ago 14:10
sofia: Mei!! The light in your courtyard at 4 pm is a crime. Can I shoot there tomorrow?
mei: Of course. But the courtyard at 4 pm is also where 陈伯 sleeps.
sofia: Perfect, he is the light
mei: He will want a print. Big one.
sofia: Ya lo tengo 😂 he posed like an emperor
* sofia sends “patio-1.jpg”
* sofia sends “patio-2.jpg”
mei: 陈伯人呢？
sofia: Off to get his hat. This is what the wall does while it waits for him.

== 3 days ago 11:20
sofia: I fly to Madrid tonight, my sister is getting married! Back in two weeks.
mei: ¡Felicidades! 👰 一路平安！
sofia: I’m taking 500 g of your Dancong. Customs will think I smuggle orchids.
mei: 给你妹妹带了一对杯子，放在柜台，Ayumi 烧的，记得来拿。
sofia: I am crying in the street. Coming now

== 1 day ago 21:05
mei: 到了吗？报个平安。
mei: And send us a picture of the dress!! 全街都在等
`;

export const amir = `
== 23 days ago 08:30
amir: صباح الخير يا مي! كيف حالك اليوم؟
mei: 这个我会！صباح النور 😎
amir: WHO taught you that
mei: 你自己。上个月教的，你说学会了送一杯咖啡。
amir: I have created a monster. One cardamom coffee, on the house.
mei: 加糖。

== 3 days ago 16:20
amir: Tea people question: how long does jasmine keep once I open it
mei: 密封、避光、别放冰箱里跟洋葱住一起，半年。
amir: And if it has been living with onions for two weeks
mei: 那它现在是一道菜。
amir: 😭
mei: 来拿新的，不收钱。旧的拿去煮鸡。
amir: Jasmine onion chicken. Mei, this is either genius or a lawsuit.
mei: 🍗🌼🧅
amir: 🔥🔥🔥
`;

export const ayumi = `
== 52 days ago 10:15
ayumi: Mei さん, the 24 cups are glazed. 明天开窑。
mei: 好紧张，比你还紧张。
ayumi: I never sleep before. 窯の神様にお酒をあげました。
mei: 窑神喝什么酒？
ayumi: He takes what I take. Beer.
(1200 minutes)
ayumi: 23 cups. One cracked. Same as always: one for the kiln.
* ayumi sends “窯出し.jpg”
mei: 二十三个也够！裂的那个能给我吗？
ayumi: It will leak.
mei: 我不喝，我看。

== 5 days ago 12:05
ayumi: 听说水壶死了又活了
mei: 对！你消息也这么灵。
ayumi: Amir tells everything to everybody, with gestures.
mei: 裂的那只杯子，我种了一棵小葱，长得可好了。
ayumi: かわいい！！ That is better than 金継ぎ.
mei: 下次给你下面，用它的葱。
`;

export const ben = `
== 63 days ago 10:05
ben: Mei, you know everyone. My landlord is selling and I have three weeks to find a room.
mei: 你要多大的？预算多少？
ben: Big enough for me, a fiddle and one guilty conscience. 2500?
mei: 陈伯他们楼三楼空着，朝南。房东是他以前的学生。
ben: Does the student do what he says?
mei: 全班都怕他，到现在。
ben: I love this town

== 58 days ago 19:30
ben: Got it!! South window, 2300, and the landlord called Chenbo “sir” four times on the phone
mei: 恭喜！什么时候搬？
ben: The day after tomorrow. I own eleven boxes, nine are sheet music.
mei: 借你店里的三轮车。刹车要踩两下。
ben: Two presses. Noted. What happens after one?
mei: 你会认识很多新朋友。

== 56 days ago 20:20
ben: Moved! Only met two new friends, both pedestrians, both very understanding.
mei: 😂 新家第一顿来店里吃，乔迁要热闹。
ben: I’ll bring the fiddle
mei: 九点以前。
ben: 九点以前 🎻
`;

/** Hannah's phone has Mei's last words; Hannah has not looked yet. */
export const hannah = `
== 13 days ago 18:30
hannah: Mei, are you coming up Lotus Ridge? Clear forecast, 14 km, 700 m up. 走得慢没关系。
mei: 周六店里走不开 😢 下次一定。
hannah: You said that in spring. And in summer.
mei: 春天的下次是夏天，夏天的下次是秋天……
hannah: In Germany we have a word for this
mei: 什么词？
hannah: “Nein.”
mei: 哈哈哈哈哈

== 70 minutes ago
hannah: Did I leave my blue thermos at yours?
mei: 在！蓝色的，贴着一只山羊。我洗好了放在柜台上。
hannah: You are wonderful. The goat is called Klaus.
mei: Klaus 今天看了一天店，卖出去两壶白茶。
`;

export const yuqing = `
== 31 days ago 15:40
yuqing: 梅姐，下次读书会借你二楼行吗？书店那天盘点。
mei: 行，十二个人坐得下。茶按人头还是按壶？
yuqing: 按壶吧，他们聊起来就忘了喝。
mei: 那我泡耐泡的。读什么？
yuqing: 老舍《茶馆》。
mei: 在茶馆里读《茶馆》，我要不要穿长衫？
yuqing: 要！你演王掌柜 🤣

== 21 days ago 22:15
yuqing: 今天太好了！Tom 念常四爷那段，念得全场都不敢喝茶。
mei: 他把“四爷”念成“死爷”，我在楼下听见了。
yuqing: 气势是对的。
mei: 杯子我明天去收，你们早点休息。
yuqing: 给你留了一本，1958 年的版本，品相一般，但是有人在书边上写满了批注。
mei: 这才是最好的品相。谢谢雨晴 📖
  ~ ❤️ yuqing
`;
