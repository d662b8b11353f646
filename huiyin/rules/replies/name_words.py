"""By which words names of private persons are known: who somebody is, what they are called by, what stands behind a name."""

from __future__ import annotations

import re

SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹柏窦章苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝安"
    "常于傅康余顾孟黄穆萧尹姚邵汪毛米贝成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪"
    "石崔龚程邢裴陆荣翁甄曲芮侯宁武符刘景詹龙叶幸司黎薄白蒲邰赖卓池乔闻谭冉桂牛边燕尚温庄晏柴瞿阎连习艾容向古易廖耿文寇欧沃关师聂"
    "敖冷辛那简饶曾沙丰查红游权盖岳佘全南玄朴奇尤褚"
)
#: Surnames of two signs; the last few are words as well (东方, 西门).
COMPOUND = "欧阳|司马|上官|诸葛|皇甫|尉迟|慕容|令狐|宇文|司徒|夏侯|端木|独孤|轩辕|呼延|淳于|申屠|钟离|闻人|鲜于|拓跋|公孙|长孙"
COMPOUND_TOO = "司空|南宫|东方|西门"
#: Words for one person.
ONE = (
    "户主|房主|车主|店主|失主|房东|租客|承租人|出租人|承包人|承包户|包工头|法定代表人|法人代表|法人|经营者|原告|被告|第三人|"
    "信访人|上访人|被举报人|举报人|被投诉人|投诉人|当事人|申请人|受害人|被害人|肇事者|伤者|死者|逝者|死亡者|患者|病人|产妇|孕妇|"
    "嫌疑人|继承人|监护人|委托人|代理人|转让人|受让人|买受人|受益人|证人|妻子|丈夫|前夫|前妻|亡夫|亡妻|爱人|配偶|老伴|老公|老婆|"
    "儿子|女儿|长子|次子|三子|幼子|长女|次女|三女|幼女|养子|养女|继子|继女|独子|独女|孙子|孙女|外孙|外孙子|女婿|儿媳|儿媳妇|"
    "父亲|母亲|岳父|岳母|公公|婆婆|继父|继母|养父|养母|祖父|祖母|爷爷|奶奶|外公|外婆|姥姥|姥爷|叔叔|婶婶|伯父|伯母|舅舅|舅妈|姑姑|姑父|"
    "哥哥|弟弟|姐姐|妹妹|大哥|大姐|二哥|二姐|堂兄|堂弟|堂哥|堂姐|堂妹|表兄|表哥|表弟|表姐|表妹|侄子|侄女|侄儿|外甥|外甥女|嫂子|姐夫|妹夫|弟媳|"
    "其妻|其夫|其子|其女|其父|其母|其兄|其弟|其姐|其妹|之妻|之夫|之子|之女|之父|之母|之兄|之弟|邻居|女士|男子|女子|"
    "老人|老汉|老大爷|大爷|大妈|大娘|大叔|阿姨|老太太|残疾人|低保户|低保对象|贫困户|脱贫户|五保户|特困户|困难户|老党员|退役军人|退伍军人|老兵|"
    "村民代表|居民代表|业主代表|村民组长|小组长|居民组长|司机|驾驶员|老板|老板娘"
)
#: Words for people of whom much else is said.
MANY = (
    "村民|居民|业主|住户|租户|学生|职工|员工|农户|群众|工人|农民工|农民|民工|商户|乘客|旅客|游客|消费者|顾客|家长|孩子|小孩|"
    "同学|学员|考生|党员|保安员|保洁员|同村|本村|邻村|社员|牧民|移民|市民"
)
#: A cue that isn't one behind or before such a sign: 妇女儿童, 其女儿, 其他.
NOT_BEHIND = {"女儿": "妇", "老公": "养"}
#: What names a person on a form or in speech.
LABEL = (
    "姓名|联系人|收件人|收货人|户名|名字|名叫|我叫|本人叫|本人是|本人|我是|签字人|签收人|经手人|代书人|代笔人"
)
FOLLOWING = (
    "的在于称反认表向因与和及同等家已将未系为是属之该提作监证签到来去对所从以并也又曾现经确本不承要请购租"
    "种住持受被把让给出入打说问可能会愿当正没都"
)
#: Of these nobody is called by.
NEVER = frozenset(
    "已的在于称反认表向因与及等将未系是属该提监签到去对所从以并也又确不要请购租持受被把让给打说问没都"
)
#: Nor by a name that begins with one of these.
NEVER_FIRST = frozenset("的在将未是该给被把让说没都已不")
#: How many a list before it names, and what they are to each other.
TAIL = (
    r"[一二两三四五六七八九十\d]{1,3}(?:人|户|名|位|个)|等|夫妇|夫妻|两口"
    "|父子|父女|母子|母女|兄弟|兄妹|姐妹|姐弟|婆媳|一家|全家"
)
#: What a person does, where the name before it has two signs: 王平反映.
DOES = (
    "反映|反馈|建议|留言|称|提出|要求|表示|投诉|来信|来电|来访|咨询|认为|诉求|申请|家中|等人|承包|同意|正在|住在|本人|现住|现年|出生|经营|"
    "夫妇|夫妻"
)
#: Who is called so isn't named in full.
CALLED = frozenset(
    re.findall("..", "同学老师医生律师经理先生女士法官警官师傅主任书记老板阿姨大爷大妈大叔奶奶爷爷同志")
)
TITLES = "主任|书记|[局镇县处科队院校所站村组]长|老师|医生|律师|经理|先生|女士|法官|警官|某"
#: No given name has these: places and houses.
PLACES = frozenset("房村屯沟镇乡县市区局厂院校店街巷路省州")
#: Signs that people are called by, where a word could begin with the surname.
GIVEN = frozenset(
    "国明军文华建平伟红英梅玲强志东海云春玉秀金福荣德林永新生成龙山江桂兰凤芳丽萍霞敏静娟艳莉燕琴珍珠淑慧兴忠义仁礼智勇刚斌涛波鹏飞"
    "辉晖光亮宝庆祥瑞泰康宁杰俊豪雄浩宇轩涵雨雪雷晨阳晓佳嘉怡欣悦思梦琪瑶颖婷倩洁莹晶丹娜凯超凡峰磊松柏树森根才贵昌盛胜喜善良贤孝"
    "廷守继振启书诗哲彬炳琳琼瑛珊瑾璐媛娥娇妍妮巧翠青素香花菊莲荷萱蓉芝芬茂秋冬夏元奎魁坤淼鑫锋锐铭钧钢铁银钰彪虎麟鸿鹤仙世顺子"
    "姬淑顺哲浩男星植镇锡善爱"
) - {"子"}
#: By these, too, where the sentence shows that it is a name.
GIVEN_TOO = GIVEN | frozenset("子立然武学正安之士有全一大小保来日月美吉亚洙姬玄赫焕范基满运发财富达")
#: Surnames that stand as words of their own, or before others at will.
FREE = frozenset(
    "于何成常全万查连任许顾费易习游闻那幸简盖屈祝谢关应和时车方权师房路项章程史温向曾尚金高安边白石马牛江池田毛米余钱红古沙洪段冷"
)
#: Of these those that join parts of a sentence: 信访人向物业反映.
JOINING = frozenset("于和向时应连常曾全任查权古易盖游幸那")
#: Ordinary words that begin with a surname.
_WORDS = (
    "全体李家王家和平文化安全安置安装常年高度方面方便成员成立关于关心关系陈述毕业房屋房产权利权益连续易于查询查明温馨习惯"
    "孙女孙子白天金额马上马路石头江边游客全部文明万元常住任何许多应当时间古老向来容易应该单位纪律季度金融项目程序景区尚未何处连接符合尤其尤为"
)
NO_NAMES = frozenset(re.findall("..", _WORDS))
