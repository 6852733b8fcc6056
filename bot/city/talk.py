"""What is said in the city, from templates of our own: ordinary talk, in which nothing is to be caught, and troubles."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_SLOTS: dict[str, tuple[str, ...]] = {
    "food": ("毛豆", "草莓", "土鸡蛋", "小龙虾", "大闸蟹", "青团", "杨梅", "排骨", "豆腐", "馄饨", "西瓜", "荠菜", "粽子", "鲫鱼"),
    "shop": ("东门菜场", "拐角超市", "楼下便利店", "新开的面馆", "早点摊", "药房", "理发店", "干洗店", "水果店", "面包房"),
    "much": ("三块五", "十块钱三斤", "八块", "十五", "二十多", "买一送一", "打八折", "比昨天便宜", "涨了一点", "四块一斤"),
    "who": ("我妈", "我家老人", "孩子", "对门邻居", "我老公", "我姐", "表弟", "同事", "隔壁阿姨", "小孙子"),
    "day": ("今天", "明天", "后天", "周末", "星期三", "下周", "今晚", "早上", "下午", "月底"),
    "thing": ("快递", "雨伞", "钥匙", "身份证", "公交卡", "小书包", "耳机", "眼镜", "保温杯", "围巾", "童车", "钱包"),
    "pet": ("小黄狗", "橘猫", "泰迪", "边牧", "鹦鹉", "小白狗", "狸花猫", "金毛"),
    "act": ("广场舞", "太极拳", "乒乓球", "象棋", "书法班", "合唱团", "读书会", "亲子手工", "义诊", "运动会"),
    "school": ("一小", "二小", "实验小学", "附中", "幼儿园", "三中", "外国语学校"),
    "mood": ("哈哈", "👍", "好的", "谢谢啦", "辛苦了", "收到", "😂", "真不错", "可以可以", "赞", "🌹", "嗯嗯"),
    "time": ("七点", "八点半", "九点", "十点", "两点", "三点半", "五点", "六点", "晚饭后"),
    "floor": ("二楼", "三楼", "四楼", "五楼", "六楼", "顶楼", "一楼"),
    "name": ("王姐", "老陈", "小周", "李老师", "刘阿姨", "张叔", "赵大爷", "小孙", "吴奶奶", "老徐"),
}  # fmt: skip

ORDINARY = (
    "{shop}的{food}{much}，要的赶紧", "{day}{shop}{food}不错，我买了两斤", "有人要{food}吗，{who}带多了", "{food}怎么做好吃",
    "@{name} {day}{time}{act}去不去", "{act}{day}{time}在活动室，{mood}", "{day}天气真好，{mood}", "{mood}", "{mood}{mood}",
    "早上好，{mood}", "大家早上好！{day}注意保暖", "谁捡到一个{thing}，在{floor}丢的", "捡到{thing}一个，失主联系我",
    "{who}的{thing}找到了，{mood}", "{pet}走丢了，看到的请说一声", "谁家的{pet}在{floor}叫了一上午", "{pet}真可爱，{mood}",
    "{day}{school}家长会几点开始", "{school}的校服哪里买", "{who}{day}考试，希望考个好成绩", "{school}门口{time}人真多",
    "{thing}到了，放门卫了，{name}记得拿", "帮我拿一下{thing}，{time}到家", "二手{thing}转让，九成新，{much}",
    "拼单{food}，{much}，还差两份", "接龙：{food}一份", "接龙 1. {name} 2. {who}", "一起去{shop}的{time}集合",
    "{day}{who}生日，订了蛋糕", "{name}人真好，{mood}", "生日快乐🎂{name}", "恭喜{name}家{who}，{mood}",
    "{day}有没有人打牌，三缺一", "{shop}{day}休息吗", "{shop}几点关门啊", "{shop}的{food}{who}爱吃",
    "推荐个靠谱的钟点工，{who}要找", "谁有{school}老师的联系方式", "{day}打疫苗在哪里", "体检报告{day}能拿吗",
    "{day}核对门牌号，{name}说的", "{who}说{day}要下雨，收衣服啦", "{floor}谁家炒菜这么香", "{floor}晒的被子掉下来了",
    "电影票多两张，{day}{time}的，要的说", "电视剧看到第几集了{mood}",
    "{who}手机没电了，等下回你", "充电宝谁有，{shop}门口借一下", "{food}水分足，很甜", "水果店{food}{much}",
    "这个月薪水还没发，{mood}", "气死我了，{thing}又忘带了", "路上堵，{time}才能到", "在路上了，{mood}", "天气预报说{day}降温",
    "{act}的照片发群里了", "投票投好了，{mood}", "{name}发的链接打不开", "链接已转发，{mood}", "群里多了好多新邻居，{mood}",
    "{day}团购截止，{food}还要的接龙", "{who}{day}回来，{mood}", "图书馆{day}{time}开门", "{name}，你家{thing}我收起来了",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one kind of trouble is spoken of; ``share`` of all troubles, ``lines`` on average.

    In the texts ``{b}`` is the building of the trouble and ``{o}`` another one.
    """

    topic: str
    share: float
    lines: int
    first: tuple[str, ...]
    more: tuple[str, ...] = ()


TROUBLES = (
    Trouble("E01", 0.16, 12, ("{b}栋停电了，整栋都黑了", "我家停电了，{b}栋全黑", "{b}栋没电了，一点电都没有"),
            ("我家也停电了", "我家也没电", "{o}栋也停电了", "什么时候来电啊", "+1 停电")),
    Trouble("W01", 0.14, 12, ("{b}栋停水了，一滴都没有", "我家停水了，{b}栋", "{b}栋没水了，龙头放不出水"),
            ("我家也停水了", "我家也没水", "{o}栋也停水了", "什么时候来水啊", "+1 停水")),
    Trouble("G02", 0.05, 8, ("{b}栋停气了，灶打不着火", "我家没有煤气了，{b}栋"),
            ("我家也停气了", "我家也没气了", "什么时候来气啊")),
    Trouble("E11", 0.12, 2, ("{b}栋2单元楼道灯坏了好几天了", "{b}栋楼道灯不亮，老人上楼不方便"), ("我们单元楼道灯也不亮",)),
    Trouble("W08", 0.09, 3, ("{b}栋下水道堵了，污水往外冒", "{b}栋门口窨井堵了，脏水都冒出来了"), ("{b}栋下水道还在冒污水",)),
    Trouble("R03", 0.09, 2, ("{b}栋门口的路灯不亮了，一排都黑的", "大门口路灯坏了好几天了"), ("路灯还是不亮",)),
    Trouble("W05", 0.07, 1, ("{b}栋楼道里水管漏水，地上都是水", "{b}栋3楼天花板漏水")),
    Trouble("E02", 0.06, 2, ("我家一直跳闸，{b}栋", "{b}栋6楼一开空调就跳闸"), ("又跳闸了",)),
    Trouble("W02", 0.05, 3, ("{b}栋水压好低，水流跟线一样细", "水压太小了，{b}栋6楼"), ("我家水压也很低",)),
    Trouble("W03", 0.05, 3, ("{b}栋自来水是黄的，不敢喝", "放出来的水是浑的，{b}栋"), ("我家的水也是黄的",)),
    Trouble("R01", 0.05, 1, ("小区门口路面坑坑洼洼，车子都颠坏了", "{b}栋旁边路面破了个大坑")),
    Trouble("R05", 0.02, 2, ("{b}栋门口井盖松动，车一过咣当响",), ("那个井盖还在响",)),
    Trouble("E09", 0.02, 1, ("{b}栋楼下充电桩坏了，充不进电",)),
    Trouble("G01", 0.01, 3, ("{b}栋楼道里好大的煤气味，漏气了",), ("我也闻到煤气味了",)),
    Trouble("E05", 0.01, 2, ("{b}栋电表箱冒烟了，还有火花",), ("{b}栋电表箱还在冒烟",)),
)  # fmt: skip

STORMS = (
    Trouble("E01", 0.5, 0, ("停电了吗", "是不是停电了", "{b}栋停电了", "怎么突然停电了", "整个小区都停电了"),
            ("我家也停电了", "+1 停电", "{o}栋也没电", "我家也没电", "什么时候来电啊", "停电了，空调都停了", "电梯也停了，停电了")),
    Trouble("W01", 0.5, 0, ("停水了吗", "是不是停水了", "{b}栋停水了", "怎么突然停水了", "整个小区都停水了"),
            ("我家也停水了", "+1 停水", "{o}栋也没水", "我家也没水", "什么时候来水啊", "停水了，饭都没法烧")),
)  # fmt: skip


def ordinary(chance: Random) -> str:
    """One line of ordinary talk."""
    return chance.choice(ORDINARY).format_map(_Chosen(chance))


def said(texts: tuple[str, ...], building: int, chance: Random) -> str:
    """One of the texts of a trouble."""
    return chance.choice(texts).format(b=building, o=building % 20 + 1)


class _Chosen(dict[str, str]):
    """Each slot of a template, chosen when it is asked for."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance

    def __missing__(self, slot: str) -> str:
        return self._chance.choice(_SLOTS[slot])
