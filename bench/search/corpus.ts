/** A pseudo-random sequence that is the same in every run (mulberry32), so that all runs measure the same corpus. */
export class Dice {
  constructor(private state: number) {}

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** The first of a list far more often than the last, as words of a language are used (Zipf). */
  pickByRank<Item>(items: readonly Item[]): Item {
    return items[Math.floor(items.length ** this.next()) - 1] as Item;
  }
}

const words = (text: string) => text.trim().split(/\s+/);
const many = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make);

const CHINESE = words(`
  我 的 你 了 是 不 好 在 就 吗 也 他 有 都 今天 我们 这个 一下 明天 什么 可以 现在 没有 知道 怎么 看看 你们 大家 时候
  已经 一起 吃饭 下午 晚上 上午 公司 问题 时间 东西 老师 朋友 喜欢 觉得 真的 可能 应该 因为 所以 但是 如果 还是 谢谢 不错
  这边 那边 过来 回家 开会 项目 客户 电话 地址 照片 文件 天气 喝茶 茶馆 咖啡 电影 周末 孩子 学校 医院 火车 飞机 地铁 公园
  爬山 跑步 游泳 音乐 读书 写作 工作 休息 睡觉 早上 中午 昨天 前天 后天 星期 月底 年底 春节 中秋 生日 礼物 快递 外卖 超市
  水果 蔬菜 鸡蛋 牛奶 面包 米饭 面条 饺子 火锅 烧烤 啤酒 红酒 绿茶 乌龙茶 普洱 茶叶 茶杯 热水 预订 座位 门口 集合 出发
  路上 堵车 停车 打车 司机 钥匙 密码 账号 登录 手机 电脑 键盘 屏幕 网络 软件 代码 测试 上线 版本 需求 设计 文档 方案 讨论
  会议 纪要 邮件 合同 发票 报销 预算 成本 收入 市场 销售 运营 数据 分析 报告 总结 计划 目标 进度 延期 完成 确认 收到 辛苦`);
const CHARACTERS = [
  ...'一人大上来国到说们为子和地出道会自过家学对可里后小么心多天能起成事用生面从得方手开前美海山水火土木金石田禾竹米衣食住行春夏秋冬东西南北红黄蓝白黑青草花鸟鱼虫马牛羊狗猫龙虎雨雪风云星月日夜光明亮安静快乐高低长短新旧远近深浅轻重早晚古今左右内外真假难易买卖借还送接请谢问答听看读写唱跳走跑飞游睡醒笑哭爱恨思念忘记认识理解决定选择努力坚持改变发展建设保护环境历史文化艺术科学技术经济政治法律教育医疗体育旅游交通运输农业工程机械电子信息通讯材料能源化学物理数字语言哲学宗教民族社会城市乡村街道房屋桥梁河流湖泊森林草原沙漠岛屿港口机场车站市场商店银行邮局',
];
const ENGLISH = words(`
  the to you I a and is it in that of for we on have be are me my can do not this so what with at just will if but know like
  get all your when was out there see good time think one today tomorrow now meeting please thanks up how about or from let here
  they need work home check send back day really want call going make people tea later right okay sure next week great lunch
  dinner coffee morning evening night office project code review branch deploy server error fix build release test issue file
  update version customer price budget report contract invoice schedule ticket train station airport weekend birthday present
  garden kitchen window music concert movie book chapter story letter picture camera holiday mountain river island harbour
  hello help helmet weather teapot teahouse message account password keyboard screen network software design document`);
const JAPANESE = words(
  'です ます 今日 明日 ありがとう お茶 カフェ 電車 会議 資料 確認 お願いします 大丈夫 わかりました 写真 週末 映画 ﾃｽﾄ サーバー 予定',
);
const KOREAN = words(
  '오늘 내일 안녕하세요 감사합니다 카페에서 회의 자료 확인 주말 영화 사진 시간 학교 친구 커피 ㅋㅋㅋ 맛있어요 어디 지금 서버',
);
const EMOJI = words('😂 👍 🍵 🙏 ❤️ 😭 🎉 👌🏽 👨‍👩‍👧 🐼 ☕ 🔥');
const SYLLABLES = words(
  'ba lor ken mi tar vos el ine qua dra shu pol wen zi ond fer gal ut rim osk',
);
const COMMON = 100;

/** Messages as people write them: Chinese for the most part, the rest in every mixture. */
export class Corpus {
  private readonly chineseWords: string[];
  private readonly englishWords: string[];

  constructor(private readonly dice: Dice) {
    const pair = () => dice.pick(CHARACTERS) + dice.pick(CHARACTERS);
    const made = () => many(dice.between(2, 4), () => dice.pick(SYLLABLES)).join('');
    // Beyond the common words there are many more, which hardly anybody uses.
    this.chineseWords = [...CHINESE, ...many(8_000, pair)];
    this.englishWords = [...ENGLISH, ...many(12_000, made)];
  }

  /** Words of each sort that the benchmark searches for. */
  get samples() {
    const two = (word: string) => [...word].length === 2;
    const unused = () => `${this.dice.pick(SYLLABLES)}x${this.dice.pick(SYLLABLES)}q`;
    return {
      'Chinese, one character': [...'的我茶山今会看饭雨学家马水书鱼'],
      'Chinese, two characters, common': CHINESE.filter(two).slice(0, 40),
      'Chinese, two characters, rare': this.chineseWords.slice(-40),
      'Chinese, a whole clause': many(20, () =>
        this.chineseWords.slice(3, 40).join('').slice(this.dice.between(0, 40)).slice(0, 4),
      ),
      'English, common': ENGLISH.slice(0, COMMON)
        .filter((word) => word.length > 1)
        .slice(0, 40),
      'English, rare': this.englishWords.slice(-40),
      'English, two common words': many(
        30,
        () => `${this.dice.pick(ENGLISH)} ${this.dice.pick(ENGLISH)}`,
      ),
      'A quoted phrase': many(30, () => `"${this.dice.pick(ENGLISH)} ${this.dice.pick(ENGLISH)}"`),
      'Japanese and Korean': [...JAPANESE.slice(2, 14), ...KOREAN.slice(0, 12)],
      'No hit': many(30, unused),
    };
  }

  message(): string {
    const { dice } = this;
    const roll = dice.next();
    if (roll < 0.56) return this.chinese(dice.between(1, 3));
    if (roll < 0.76) return this.english(dice.between(2, 14));
    if (roll < 0.82) return `${this.chinese(1)}${this.word()}${this.chinese(1)} ${this.word()}`;
    if (roll < 0.87) return this.spaced(JAPANESE, '');
    if (roll < 0.9) return this.spaced(KOREAN, ' ');
    if (roll < 0.95) return dice.pick(['好的', '嗯嗯', 'ok', '哈哈哈', '收到', dice.pick(EMOJI)]);
    if (roll < 0.97) return `https://example.com/${this.word()}/${this.word()}?id=${this.number()}`;
    if (roll < 0.98) return `const ${this.word()} = await fetch(\`/api/${this.word()}/\${id}\`);`;
    return `${this.number()} ${this.number()}`;
  }

  private word = () => this.dice.pickByRank(this.englishWords);
  private number = () => String(this.dice.between(0, 99_999_999));

  private chinese(clauses: number): string {
    const { dice } = this;
    const clause = () =>
      many(dice.between(2, 6), () => dice.pickByRank(this.chineseWords)).join('');
    return `${many(clauses, clause).join('，')}${dice.pick(['', '。', '！', '？', '～', dice.pick(EMOJI)])}`;
  }

  private english = (length: number) =>
    `${many(length, this.word).join(' ')}${this.dice.pick(['', '.', '!', '?'])}`;

  private spaced = (items: readonly string[], separator: string) =>
    many(this.dice.between(1, 6), () => this.dice.pickByRank(items)).join(separator);
}
