/** Groups of the street that anybody may find: one to walk into, one to ask at. */

export const openMic = `
== 13 days ago 20:10
+ ben opens the group with tom, amir, sofia, julien
ben: Open mic at the teahouse, last Friday of the month. Five minutes each, no speeches, Mei decides when it is nine.
amir: I will read the recipe for hummus. As a ballad.
sofia: I make the photos, so please everybody suffer beautifully
julien: I can play accordion? It is French, it cannot be stopped.
ben: It can be stopped at nine.

== 4 days ago 19:30
+ hannah joins by the open door
hannah: I recite a train timetable. In German it rhymes.
tom: It does not
hannah: On Sundays it does.
  ~ 😂 ben, amir
* ben shows tom
ben: For those who ask: the man on the card is our poet. He is on third, and he is nervous, so clap early.
  ~ 👏 hannah, julien, amir
tom: I have asked for nobody to say this
`;

export const swap = `
== 16 days ago 10:30
+ yuqing opens the group with hannah, zhou, ayumi, sofia, tangtang
yuqing: 旧物换新主。不谈钱，只换东西；换不掉的，放在书店门口第三级台阶上。
ayumi: 花瓶三个，釉色没烧好，插花没问题。
tangtang: 花瓶我要！换一个月的花 🌷
  ~ 🌷 ayumi, yuqing
zhou: 有人要猫爬架吗，汤圆只睡纸箱
hannah: I give one pair of boots, size 38. They have seen things.

== 3 days ago 17:45
yuqing: 台阶上那台收音机是谁的？放了两天，一直在唱戏。
hannah: Not mine, but I know all the songs now
zhou: 陈伯的吧……他说是“借给街坊听的”
  ~ 😂 yuqing, ayumi
`;

/** Private, and Mei has not answered its invitation yet. */
export const birthday = `
== 2 days ago 12:20
+ amir opens the group with lin, ben, ayumi, chenbo
amir: Tom’s birthday. He must not know. He sees everything, so nobody look at him.
ben: He reads over shoulders for a living
lin: 蛋糕写什么？
chenbo: 白开水先生。
  ~ 😂 lin, ben, amir, ayumi
ayumi: 杯子我来烧。With nothing in it.
amir: I invite Mei. We need the kitchen, and she needs to keep a straight face.
`;
