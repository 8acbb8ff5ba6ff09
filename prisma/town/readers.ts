/** The bilingual book club: fewer messages, longer ones. */
export const readers = `
== 66 days ago 19:00
+ yuqing opens the group with mei, tom, chenbo, ayumi, sofia, hannah
yuqing: 双语读书会开张啦。每月一本，中文英文都可以读，读不完也可以来，吃点心不算作弊。
tom: “Eating the snacks doesn’t count as cheating.” I’m in.
hannah: Is there homework?
yuqing: 没有作业，只有良心。
chenbo: 良心比作业难。

== 64 days ago 20:30
yuqing: First question: what do we read?
  A. 老舍《茶馆》 / Teahouse
  B. 沈从文《边城》 / Border Town
  C. The Remains of the Day / 《长日将尽》
mei: A！我可以提供实景。
ayumi: A. It is a play, so the lines are short.
tom: A, for the same honourable reason
sofia: A, and I photograph everybody as their character
chenbo: 我投 A。但是 B 也要读，B 是好书。
yuqing: A 通过。B 下个月，C 留给冬天。

== 40 days ago 21:15
hannah: Finished act one. Seventy people come in, drink tea and leave. How do you keep them apart?
yuqing: 我画了一张人物表，明天贴在书店门口。
chenbo: 不用分。你在茶馆坐一下午，也是七十个人进来出去，最后记住的就那三四个。
tom: Chenbo, that’s the best reading of this play I have heard
chenbo: 我教数学的。

== 22 days ago 23:05
tom: What stayed with me tonight: the set never changes. Fifty years go by and it’s the same room, the same counter, the same man wiping the same table; only the notice on the wall gets bigger. English plays show time passing by moving house or growing beards. Lao She just lets the room get poorer. When the old men scattered paper money at the end I looked up, and Mei was closing the shutters one by one, and I honestly couldn’t tell which teahouse I was in.
  ~ ❤️ mei, ayumi, hannah
yuqing to “What stayed with me tonight”: 这段我要抄在黑板上。
mei: 我在关窗是因为下雨了，不过谢谢 🥹
ayumi: I looked up at the same moment.
hannah: And then Chenbo snored, so I knew which teahouse it was.
chenbo: 我那是在思考。
  ~ 💤 tom, hannah, ayumi

== 6 days ago 19:40
yuqing: 《边城》到货了，中英各八本，放在进门左手边，自己拿，钱放茶叶罐里。
ayumi: 中文的给我留一本，我想慢慢读。
tom: English for me, Chinese for my pride
mei to “《边城》到货了”: 我两本都要，中文看白天，英文看睡前，三分钟就睡着。
hannah: Is the dog all right at the end? I need to know before I start.
yuqing: 狗没事。人就不一定了。
chenbo: 别剧透。
hannah: Good. Dog is fine. I will read it.
`;
