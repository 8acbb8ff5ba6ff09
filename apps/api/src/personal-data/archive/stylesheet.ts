/** The one stylesheet of an archive: the paper, ink and leaf of the app, by day and by night. */
export const STYLESHEET = `
:root{color-scheme:light dark;
--paper:light-dark(#fbfaf7,#14161a);--surface:light-dark(#f4f2ec,#1a1d22);--raised:light-dark(#ffffff,#23272d);
--bubble:light-dark(#f1eee7,#20242a);--bubble-own:light-dark(#dcebe2,#1f3a31);
--ink:light-dark(#1d1f23,#e8e6e1);--ink-2:light-dark(#5c5e63,#a2a5ab);--line:light-dark(#e3dfd6,#2a2e35);
--leaf:light-dark(#2f7d5b,#5fb690);--leaf-ink:light-dark(#26694c,#79c8a5);--leaf-tint:light-dark(#e3efe8,#1c2f29);
--sky-ink:light-dark(#1b619c,#7db7e8)}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0}
main,footer,.top{width:min(720px,100% - 48px);margin:0 auto}
.top{display:flex;align-items:baseline;gap:8px 24px;flex-wrap:wrap;padding-top:20px;padding-bottom:12px;border-bottom:1px solid var(--line)}
.brand{margin:0;font-weight:600;color:var(--leaf-ink)}
nav{display:flex;flex-wrap:wrap;gap:0 4px;margin:0 -8px}
nav a{padding:4px 8px;border-radius:6px;color:var(--ink-2);text-decoration:none}
nav a:hover{background:var(--surface);color:var(--ink)}
nav a[aria-current]{color:var(--leaf-ink);background:var(--leaf-tint)}
a{color:var(--sky-ink)}
a:focus-visible{outline:2px solid var(--leaf);outline-offset:2px;border-radius:4px}
h1{font-size:28px;line-height:1.25;margin:32px 0 8px;overflow-wrap:anywhere}
h2{font-size:17px;line-height:1.25;margin:40px 0 8px}
p{margin:8px 0}
footer{padding-top:40px;padding-bottom:40px;color:var(--ink-2);font-size:13px}
.lead,.quiet,time{color:var(--ink-2)}
time,.count{font-variant-numeric:tabular-nums}
.person{display:flex;gap:20px;align-items:center;margin:32px 0 8px}
.person h2,.person p{margin:0}
.person img{width:80px;height:80px;border-radius:12px;object-fit:cover;flex:none}
dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:6px 24px;margin:20px 0 28px}
dt{color:var(--ink-2)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.list{list-style:none;margin:12px 0;padding:0}
.list>li{border-top:1px solid var(--line)}
.list>li:last-child{border-bottom:1px solid var(--line)}
.row{display:flex;gap:4px 16px;align-items:baseline;justify-content:space-between;padding:11px 8px;margin:0 -8px;color:inherit;text-decoration:none}
a.row:hover{background:var(--surface)}
.row .name{overflow-wrap:anywhere;min-width:0}
.row .count{color:var(--ink-2);font-size:13px;flex:none;text-align:right}
.entry{padding:12px 0}
.entry dl{margin:0}
.pages{display:flex;justify-content:space-between;gap:16px;margin:24px 0}
.day{text-align:center;color:var(--ink-2);font-size:13px;margin:28px 0 12px}
.messages{list-style:none;margin:0;padding:0}
.message{display:flex;flex-direction:column;align-items:flex-start;margin:12px 0;scroll-margin-top:12px}
.message.own{align-items:flex-end}
.message.more{margin-top:-6px}
.message>.meta{font-size:13px;color:var(--ink-2);margin:0 4px 2px;overflow-wrap:anywhere}
.bubble{max-width:min(560px,88%);background:var(--bubble);border-radius:12px;padding:8px 12px;overflow-wrap:anywhere}
.own>.bubble{background:var(--bubble-own)}
.message:target>.bubble{outline:2px solid var(--leaf)}
.text{white-space:pre-wrap;margin:0}
.bubble.bare{background:none!important;padding:0}
.bubble img,.bubble video{display:block;max-width:100%;height:auto;border-radius:12px;background:var(--surface)}
.bubble audio{display:block;width:280px;max-width:100%}
.notice{text-align:center;font-size:13px;color:var(--ink-2);margin:16px auto;max-width:560px;overflow-wrap:anywhere}
.quote{display:block;border-left:2px solid var(--leaf);padding-left:8px;margin:2px 0 6px;font-size:13px;color:var(--ink-2);text-decoration:none;overflow-wrap:anywhere}
.file{display:flex;gap:4px 12px;flex-wrap:wrap;align-items:baseline}
.file span{color:var(--ink-2);font-size:13px}
.marks{display:flex;flex-wrap:wrap;gap:4px 10px;font-size:13px;color:var(--ink-2);margin:4px 4px 0}
details{font-size:13px;color:var(--ink-2);margin:4px 4px 0;max-width:min(560px,88%)}
summary{cursor:pointer}
.bundle{border-left:2px solid var(--line);padding-left:12px;margin:6px 0 2px;list-style:none}
.bundle li{margin:6px 0}
.bundle .meta{font-size:13px;color:var(--ink-2)}
.moment{border-bottom:1px solid var(--line);padding:20px 0}
.moment:last-of-type{border-bottom:0}
.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:4px;max-width:420px;margin:12px 0}
.grid a{display:block;aspect-ratio:1}
.grid img{width:100%;height:100%;object-fit:cover;border-radius:6px;display:block;background:var(--surface)}
.grid.two,.grid.four{grid-template-columns:repeat(2,1fr);max-width:320px}
.grid.one{display:block;max-width:480px}
.grid.one a{aspect-ratio:auto}
.grid.one img,.grid video{width:auto;max-width:100%;height:auto;border-radius:12px}
.thread{background:var(--surface);border-radius:6px;padding:8px 12px;margin:10px 0 0;overflow-wrap:anywhere}
.thread p{margin:4px 0}
.cover{display:block;width:100%;max-height:280px;object-fit:cover;border-radius:12px;margin:20px 0}
@media (max-width:640px){main,footer,.top{width:calc(100% - 32px)}.top{gap:4px}.brand{width:100%}h1{font-size:22px;margin-top:24px}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}.bubble{max-width:92%}nav a{padding:9px 8px}.row{padding:13px 8px}}
@media print{.top,.pages{display:none}}
`;
