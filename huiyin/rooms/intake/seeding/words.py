"""What invented people write, and what offices answer: sentences put together from short lists by a given dice. All our own."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from huiyin.rules.identifiers import valid_id_number
from huiyin.rules.vocabulary import Verb

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘金朴崔"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英玉梅淑珍建国文海春华秀云德福成林永振东雪晶哲浩"
_BLOCKS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of trouble: what it is called, what people say of it, what is done about it."""

    title: str
    facts: tuple[str, ...]
    wish: str
    found: str
    done: str


TOPICS: tuple[Topic, ...] = (
    Topic(
        "{place}自来水水压不足",
        ("我家住{block}号楼六楼，早晚高峰水龙头只滴水，洗衣机和热水器都用不了", "白天水量像一根线，做一顿饭要等半个钟头",
         "楼下邻居家也是这样，老人只能提着水桶上下楼", "打过几次供水电话，每次都说已经登记，之后就没有下文"),
        "请派人检查加压泵，给一个恢复正常供水的时间", "现场测得末端水压低于标准，原因是加压泵老化、一段支管锈蚀变窄",
        "已更换加压泵一台、支管四十六米，复测水压合格",
    ),
    Topic(
        "{place}冬季室温不达标",
        ("进入供暖期以来，卧室温度一直只有{low}度左右，孩子写作业要穿棉衣", "暖气片上半截是凉的，放过两次气也不见好转",
         "交了全年的采暖费，单据都留着", "测温员来过一次，说会反映，之后没有回音"),
        "请上门测温，把管路调好，温度不够的天数按规定退费", "入户测温三次，平均低于十八度，系楼栋回水阀门失灵",
        "已换阀门并清洗管路，室温升到{warm}度，不达标天数的费用已退还",
    ),
    Topic(
        "{place}路灯长期不亮",
        ("村口到学校这一段有九盏路灯不亮，已经快{months}个月了", "孩子下晚自习要打着手电筒走，前些天有人骑车摔进了路边沟里",
         "灯杆上写的报修电话一直没有人接"),
        "请尽快把路灯修好，并公布一个打得通的报修电话", "经查是地下电缆被施工挖断，整段回路断电",
        "已重新敷设电缆一百二十米，九盏路灯全部恢复，报修电话已更换并张贴",
    ),
    Topic(
        "{place}工程拖欠工资",
        ("我们{crew}个人从四月干到九月，老板只付过两回生活费，还欠{sum}元", "有考勤表、欠条和转账记录，都可以拿出来",
         "包工头说总包没有给他钱，总包说已经付清，两边来回推", "家里等着这笔钱给孩子交学费"),
        "请帮我们把工资要回来，查清楚钱到底卡在哪里", "核对考勤和付款凭证后确认欠薪属实，总包应付款尚余部分未付",
        "在见证下总包从保证金中直接支付，工人已全部签字领款",
    ),
    Topic(
        "{place}承包地边界争议",
        ("二轮承包时我家这块地是{area}亩，证上写得清清楚楚", "去年邻家往这边翻了两垄，今年又多翻了一垄",
         "村里量过一回，两家都不认，也没有留下字据"),
        "请按确权登记重新测量，立好界桩，免得年年争吵", "会同村委会调出确权图，实地测量后查明越界零点三亩",
        "双方在调解书上签字，界桩已重新埋设，当季收成的补偿已经给付",
    ),
    Topic(
        "{place}餐馆油烟扰民",
        ("楼下饭店的烟道口正对着我家窗户，从中午到夜里十点都不敢开窗", "老人有气喘的毛病，这个月已经去了两回医院",
         "跟店主说过，他说装了净化器，可味道一点没有少"),
        "请检测油烟排放，要求改烟道或者加装合格的净化设备", "检测显示净化器长期未清洗，排放超过限值，烟道高度也不够",
        "店家已更换净化器并把烟道接到楼顶，复测合格，今后每季度抽查一次",
    ),
    Topic(
        "{place}低保申请没有答复",
        ("我爱人中风以后不能干活，家里就靠我打零工，一个月不到一千块", "材料三个月前就交到了窗口，去问了几次都说在研究",
         "邻居家情况和我们差不多，早就批下来了"),
        "请告诉我们批不批、凭什么，需要补什么材料我们补", "经复核，家庭人均收入低于标准，延误系入户核查后材料未及时上传",
        "已补办审批手续，从申请次月起补发，并向当事人当面说明和道歉",
    ),
    Topic(
        "{place}小区物业收费不清",
        ("物业今年每平方米涨了三角钱，没有开过会，也没有贴过通知", "电梯坏了半个月没有人修，垃圾桶满了也不清",
         "问他们账目，只说公司有规定，不给看"),
        "请查清涨价有没有依据，把公共收益的账目公布出来", "经查涨价未经业主表决，也没有办理备案",
        "已责令恢复原价，多收部分抵扣下年费用，公共收益账目已上墙公示",
    ),
    Topic(
        "{place}通村公路破损",
        ("通往我们村的路被拉料的大车压坏了，坑深的地方有{low}公分", "下雨以后全是泥水，校车绕远走，孩子要早起四十分钟",
         "去年说列入计划，今年还是没有动工"),
        "请先把大坑垫上，再说清楚什么时候修路", "现场查看属实，破损路段二点三公里，系超限车辆碾压所致",
        "已先行填补坑槽，设置限高设施，路面重铺列入本年度计划并已开工",
    ),
    Topic(
        "{place}医疗费报销被退回",
        ("在外地住院花了{sum}元，回来报销，材料被退了三次", "每次说的缺件都不一样，来回车票都花了好几百",
         "住院以前打过电话备案，有通话记录"),
        "请一次说清楚要什么材料，按备案的比例报销", "经查备案信息录入有误，导致系统按未备案处理",
        "已更正备案信息并按规定比例重新结算，差额已打入本人账户",
    ),
)  # fmt: skip

_OPENING = (
    "您好，我是{place}的居民，反映一件事。", "尊敬的领导，我家住在{place}，有一件难事想请你们过问。",
    "我代表{place}的几户邻居写这封信。", "这件事已经拖了{months}个月，实在没有办法才来找你们。", "",
)  # fmt: skip
_TRIED = (
    "先后找过村里和镇里，都说不归他们管。",
    "之前打过热线，答复说正在协调，到现在没有结果。",
    "该交的材料我们都交了，该走的程序也走了。",
    "我们不想闹，只想把事情说明白。", "", "",
)  # fmt: skip
_CLOSING = ("谢谢。", "盼复。", "麻烦你们了。", "请给一个明确的答复。", "如有需要可以随时给我打电话。", "")
_KOREAN = (
    "{place}에 사는 주민입니다. 마을 어귀의 가로등이 {months}달째 켜지지 않아 밤길이 몹시 위험합니다. 수리를 부탁드립니다.",
    "{place}에서 농사를 짓고 있습니다. 지난 장마에 수로가 무너져 논 {area}무에 물이 들지 않습니다. 현장을 한번 보아 주십시오.",
)
_NOTES = (
    "已到现场查看，拍照留存，约定后天与当事人再次见面。", "与当事人通话，补充了两份材料，情况基本清楚。",
    "召集相关单位碰头，明确由本单位牵头，其他单位配合。", "已联系施工方，对方答应本周内拿出办法。",
    "查阅档案一份，与来信所述基本一致，复印件附卷。", "当事人外出，家属代为说明情况，改约下周一。",
)  # fmt: skip
_REMARKS = {
    Verb.TRIAGE: ("属本级职权范围，按程序办理。", "内容清楚，材料齐全。", "", ""),
    Verb.FORWARD: ("请依职权办理并按期告知当事人。", "请核实情况后依法处理。", ""),
    Verb.ASSIGN: ("请按期办结并报告结果。", "涉及群众切身利益，请抓紧办理。"),
    Verb.ACCEPT: ("已告知当事人受理情况和办理期限。", "电话告知，本人表示清楚。"),
    Verb.NOTIFY: ("已告知当事人受理情况和办理期限。", "电话告知，本人表示清楚。", ""),
    Verb.APPROVE: ("同意。", "事实清楚，同意答复。", ""),
    Verb.AGREE_RETURN: ("异议成立，另行转送。", "同意退回。"),
    Verb.CLOSE: ("当事人已收到答复，予以办结。", ""),
}  # fmt: skip
_REASONS = {
    Verb.OBJECT: ("所述事项的主管单位另有其人，不属于我单位职责，建议另行转送。", "经核对权责清单，该事项不归我单位管。"),
    Verb.REWORK: ("依据引用不够具体，请写明条款后再报。", "请补充现场核查的时间和结果。"),
    Verb.REOPEN: ("当事人反映问题再次出现，需要重新办理。", "回访发现部分承诺没有落实，重新办理。"),
}  # fmt: skip
#: What shows that an answer arrived, or didn't, by method.
PROOFS = {
    "hand": "本人当面签收，签收单附卷。", "post": "挂号信妥投回执附卷。", "online": "平台显示本人已查阅。",
    "phone": "电话宣读全文并录音，本人表示知晓。", "returned": "邮件以查无此人退回，信封附卷。",
}  # fmt: skip
_LETTER_OUT = (
    "{name}：您反映的“{title}”一事收悉。该事项依法应当通过诉讼、仲裁等法定途径解决，信访程序不能代替。"
    "请持本通知向有管辖权的机关提出，所需材料和期限见所附说明；需要法律援助的，可到县法律援助中心申请。"
)


@dataclass(frozen=True, slots=True)
class Story:
    """One petition's words and the facts that its answer comes back to."""

    topic: Topic
    facts: dict[str, str]
    title: str
    text: str
    korean: bool = False


def story(rng: Random, place: str) -> Story:
    """What a petitioner writes, 60 to about 300 characters; one in fifty writes Korean."""
    topic = rng.choice(TOPICS)
    facts = {
        "place": place, "block": _BLOCKS[rng.randrange(9)], "low": str(rng.randint(9, 15)), "warm": str(rng.randint(19, 22)),
        "months": str(rng.randint(2, 14)), "crew": str(rng.randint(3, 28)), "sum": f"{rng.randint(8, 960) * 100}",
        "area": f"{rng.randint(2, 30)}.{rng.randint(1, 9)}",
    }  # fmt: skip
    title = topic.title.format_map(facts)
    if rng.random() < 0.02:
        return Story(topic, facts, title, rng.choice(_KOREAN).format_map(facts), korean=True)
    said = rng.sample(topic.facts, rng.randint(2, len(topic.facts)))
    parts = [
        rng.choice(_OPENING),
        "；".join(said),
        "。",
        rng.choice(_TRIED),
        topic.wish,
        "。",
        rng.choice(_CLOSING),
    ]
    return Story(topic, facts, title, "".join(parts).format_map(facts))


def answer(rng: Random, about: Story, name: str) -> str:
    """The written answer: what was found, what was done, by which law, whom to ask."""
    topic = about.topic
    law = rng.choice(
        (
            "依照有关法律法规和《信访工作条例》第三十二条",
            "依据权责清单和《信访工作条例》的规定",
            "根据查明的事实",
        )
    )
    text = (
        f"{name or '来信人'}：您反映的“{about.title}”一事，我单位{rng.choice(('已派员实地核查', '会同有关单位进行了调查'))}。"
        f"经查，{topic.found}。{law}，{topic.done}。"
        f"{rng.choice(('感谢您对我们工作的监督。', '给您带来的不便，我们表示歉意。', ''))}"
        "如对本处理意见不服，可自收到之日起三十日内请求复查。"
    )
    return text.format_map(about.facts)


def letter_out(about: Story, name: str) -> str:
    """The letter that names the lawful way."""
    return _LETTER_OUT.format(name=name or "来信人", title=about.title)


def note(rng: Random) -> str:
    """What an officer writes down while working on it."""
    return rng.choice(_NOTES)


ACCUSED = "举报指向该单位，依法回避。"


def beside(rng: Random, verb: Verb) -> dict[str, str]:
    """The remark beside a verb, often none, or the reason that it must give."""
    if verb in _REMARKS:
        return {"remark": rng.choice(_REMARKS[verb])}
    return {"reason": rng.choice(_REASONS[verb])} if verb in _REASONS else {}


def name(rng: Random) -> str:
    """An invented name."""
    given = rng.choice(_GIVEN) + (rng.choice(_GIVEN) if rng.random() < 0.7 else "")
    return rng.choice(_SURNAMES) + given


def phone(rng: Random) -> str:
    """A mobile number of a block that isn't given out (199 0000 xxxx)."""
    return f"1990000{rng.randrange(10_000):04d}"


def id_number(rng: Random) -> str:
    """A number that checks and belongs to nobody: serials from 990 on were kept for people over a hundred."""
    body = f"222424{rng.randint(1950, 2003)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(990, 999)}"
    return next(body + check for check in "0123456789X" if valid_id_number(body + check))
