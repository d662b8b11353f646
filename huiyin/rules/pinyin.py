"""Names in pinyin: 林雪梅 as Lin Xuemei, LIN XUE MEI, linxuemei, Xuemei Lin, Lín Xuěméi, found as whole words.

All readings of the characters of GB 2312 without their tones, the usual one first, as pypinyin 0.55 has them (MIT License). A
table and no library: the rules read no files, and that one reads its dictionary from one. The ordinary words are those of
SCOWL's small American list (wordlist.sourceforge.net) that pinyin could be: Copyright 2000-2018 by Kevin Atkinson. Permission
to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the scripts, and its
documentation for any purpose is hereby granted without fee, provided that the above copyright notice appears in all copies and
that both that copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson makes no
representations about the suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from huiyin.rules.tokens import letters

#: Behind a dash stands what is read so by the way.
_READ = """
a啊阿嗄锕 a-吖腌呵 ai埃挨哎唉哀皑癌蔼矮艾碍爱隘捱嗳嗌嫒瑷暧砹锿霭 ai-乃呃噫呆奇 an鞍氨安俺按暗岸胺案谙埯揞犴庵桉铵鹌黯
an-干盒厂广 ang肮昂盎 ang-仰腌 ao凹敖熬翱袄傲奥懊澳坳拗嗷岙廒遨媪骜獒聱螯鏊鳌鏖 ao-嚣燠棍噢
ba芭捌扒叭吧笆八疤巴拔跋靶把耙坝霸罢爸茇菝岜灞钯粑 ba鲅魃 ba-湃捭杷伯萆 bai白柏百摆佰败拜稗捭掰擘 bai-伯排呗扒啡派薜鞴
ban斑班搬扳般颁板版扮拌伴瓣半办绊阪坂钣瘢癍舨 ban-辨彬豳卑 bang邦帮梆榜膀绑棒磅蚌镑傍谤蒡浜 bang-螃旁彭
bao苞胞包褒薄雹保堡饱宝抱报暴豹鲍爆勹葆孢煲鸨褓趵龅 bao-剥呆刨炮袍曝瀑裒苴
bei杯碑悲卑北辈背贝钡倍狈备惫焙被孛陂邶蓓呗悖碚鹎褙 bei鐾鞴 bei-跋臂波葡菩俾拔埤萆怫蜚 ben奔苯本笨畚坌贲锛 ben-夯体
beng崩绷甭泵蹦迸嘣甏 beng-榜蚌抨俸堋唪傍旁平 bi逼鼻比鄙笔彼碧蓖蔽毕毙毖币庇痹闭敝弊必壁臂避陛匕
bi俾荜荸萆薜吡哔狴庳愎滗濞弼妣婢嬖璧畀铋秕裨筚箅篦 bi舭襞跸髀 bi-卑被辟肥拂幅服虑秘泌瞥仳陴埤芘媲枇檗殍贲馥跛波佛
bi-脾陂捭 bian鞭边编贬扁便变卞辨辩辫遍匾弁苄忭汴缏煸砭碥窆褊蝙 bian笾鳊 bian-封拚稹
biao标彪膘表婊骠杓飑飙飚灬镖镳瘭裱鳔髟 biao-漂剽嫖鏖苞 bie鳖憋别瘪蹩 bie-捌蔽撇扒拔秘 bin彬斌濒滨宾摈傧豳缤玢槟殡膑镔髌鬓
bin-份浜 bing兵冰柄丙秉饼炳病并禀冫邴摒 bing-拼屏枋槟燹平 bo剥玻菠播拨钵波博勃搏铂箔伯帛舶脖膊渤驳卜亳啵饽檗
bo礴钹鹁簸跛踣 bo-拔白柏百薄爆泊簿募怕拍潘跑魄蒲孛蕃薜蘖擗艴擘趵鲅 bo-般暴番佛服菩瀑溥
bu捕哺补埠不布步簿部怖卟逋瓿晡钚钸醭 bu-堡卜附埔拊薄溥鞴 ca擦嚓礤 ca-蔡拆 cai猜裁材才财睬踩采彩菜蔡
can餐参蚕残惭惨灿掺孱骖璨粲黪 cang苍舱仓沧藏伧 cang-臧 cao操糙槽曹草艹嘈漕螬艚 cao-澡造屮 ce厕策侧册测恻 ce-赦栅 cen岑涔
cen-参 ceng层蹭曾噌 ceng-僧增 cha插叉茬茶查碴搽察岔差诧猹馇汊姹杈槎檫锸镲衩 cha-刹喳苴荼嚓楂接捷土斜 chai拆柴豺侪钗瘥虿
chai-差搓查茈 chan搀蝉馋谗缠铲产阐颤冁谄蒇廛忏潺澶羼婵骣觇禅镡蟾躔 chan-掺单厘兔孱嬗苫沾
chang昌猖场尝常偿肠厂敞畅唱倡伥鬯苌菖徜怅惝阊娼嫦昶氅 chang鲳 chang-长尚裳倘淌 chao超抄钞朝嘲潮巢吵炒怊晁焯耖 chao-绰剿
che车扯撤掣彻澈坼屮砗 che-拆尺斥宅池 chen郴臣辰尘晨忱沉陈趁衬谌谶抻嗔宸琛榇碜龀 chen-称堪帘沈填湛枕疹伧肜胂眈橙
cheng撑称城橙成呈乘程惩澄诚承逞骋秤丞埕枨柽晟塍瞠铖裎 cheng蛏酲 cheng-敞盯净盛醒郢噌嵊樘铛棱趟徵
chi吃痴持池迟弛驰耻齿侈尺赤翅斥炽傺坻墀茌叱哧啻嗤彳 chi饬媸敕眵鸱瘛褫蚩螭笞篪踟魑
chi-茬匙哆离莉抬拖喜移治郗芪搋柢胝眙豉踅拆蛇她提沱 chong充冲虫崇宠茺忡憧铳舂艟 chong-茧涌盅种重烛潼酮僮
chou抽酬畴踌稠愁筹仇绸瞅丑臭俦帱惆瘳雠 chou-扭揄溴妯圳 chu初出橱厨躇锄雏滁除楚础储矗搐触处畜亍刍怵憷绌杵楮 chu樗褚蜍蹰黜
chu-硫柠淑涂絮助著祝 chua-撮 chuai揣搋啜嘬膪踹 chuai-啐 chuan川穿椽传船喘串舛遄巛氚钏舡 chuan-掾惴踹 chuang疮窗幢床闯创怆
chuang-葱囱舂 chui吹炊捶锤垂椎陲棰槌 chun春椿醇唇淳纯蠢莼鹑蝽 chun-肫沌朐 chuo戳绰辶辍踔龊 chuo-躇簇促醛荃啜斫踱淖蔟焯趵
ci疵茨磁雌辞慈瓷词此刺赐次伺茈呲祠鹚糍 ci-柴司兹滋嵯蚝螅粢趑差措 cong聪葱囱匆从丛苁淙骢琮璁枞 cong-窗偬 cou凑辏腠
cou-奏揍蔟楱簇趣族 cu粗醋簇促蔟徂猝殂酢蹙蹴 cu-戚趣卒槭且 cuan蹿篡窜汆撺爨镩 cuan-攒蹲 cui摧崔催脆瘁粹淬翠萃啐悴璀榱毳
cui-察隹洒衰体卒 cun村存寸忖皴 cun-蹲浚 cuo磋撮搓措挫错厝嵯脞锉矬痤鹾蹉 cuo-昔最瘥差摧 da搭达答瘩打大耷哒嗒怛妲沓褡笪靼鞑
da-塌塔疸胆迭 dai呆歹傣戴带殆代贷袋待逮怠埭甙呔岱迨骀绐玳黛 dai-大毒隶逯棣
dan耽担丹单郸掸胆旦氮但惮淡诞弹蛋儋萏啖澹殚赕眈疸瘅 dan聃箪 dan-忱憾石蜒詹怛澶檐膻冉潭湛 dang当挡党荡档谠凼菪宕砀铛裆
dao刀捣蹈倒岛祷导到稻悼道盗刂叨忉氘焘纛 dao-受帱忑敦陶佻啁惆洮 de德得的锝 de-登底地陟 dei-得
deng蹬灯登等瞪凳邓噔嶝戥磴镫簦 deng-橙澄 di堤低滴迪敌笛狄涤翟嫡抵底地蒂第帝弟递缔氐籴诋谛邸 di荻嘀娣柢棣觌砥碲睇镝羝骶
di-逮的提蹄逐坻啻隶芍勺莜杓胝 dia-嗲 dian颠掂滇碘点典靛垫电佃甸店惦奠淀殿阽坫巅玷钿癜癫簟 dian踮 dian-拈埝蜓涎沾
diao碉叼雕凋刁掉吊钓调铞铫貂鲷 diao-刀鸟跳佻倜莜蜩踔稠敦挑啁 die跌爹碟蝶迭谍叠垤堞揲喋嗲牒瓞耋蹀鲽 die-涉踢至窒佚渫褶哆
ding丁盯叮钉顶鼎锭定订仃啶玎腚碇铤疔耵酊 ding-灯汀葶町奠 diu丢铥 dong东冬董懂动栋侗恫冻洞垌咚岽峒氡胨胴硐鸫 dong-桐酮筒甬
dou兜抖斗陡豆逗痘都蔸窦蚪篼 dou-读投逾钭窬 du督毒犊独读堵睹赌杜镀肚度渡妒芏嘟渎椟牍碡蠹笃髑黩 du-都顿土橐竺纛宅
duan端短锻段断缎椴煅簖 duan-踹 dui堆兑队对怼憝碓镦 dui-敦追槌 dun墩吨蹲敦顿囤钝盾遁沌炖砘礅盹趸 dun-豚镦俊
duo掇哆多夺垛躲朵跺舵剁惰堕咄哚缍柁铎裰踱 duo-揣捶度隋陀驮杂沱棰酡兑 e蛾峨鹅俄额讹娥恶厄扼遏鄂饿噩谔垩苊莪萼呃愕阏屙婀
e轭腭锇锷鹗颚鳄 e-啊阿隘胺歹哦邑曷硪疴蛤鬲侉叱啐猗庵 ei诶 en恩蒽摁 er而儿耳尔饵洱二贰佴迩珥铒鸸鲕 er-濡
fa发罚筏伐乏阀法珐垡砝 fa-拔泛 fan藩帆番翻樊矾钒繁凡烦反返范贩犯饭泛蕃蘩幡梵燔畈蹯 fan-袢蟠潘拚
fang坊芳方肪房防妨仿访纺放匚邡枋钫舫鲂 fang-彷 fei菲非啡飞肥匪诽吠肺废沸费芾狒悱淝妃绯榧腓斐扉镄痱 fei蜚篚翡霏鲱
fei-裴怫祓砩拂茇 fen芬酚吩氛分纷坟焚汾粉奋份忿愤粪偾瀵棼鲼鼢 fen-扮奔匪盼玢燔愍拚
feng丰封枫蜂峰锋风疯烽逢冯缝讽奉凤俸酆葑唪沣砜 feng-泛捧逄蚌方 fo-佛 fou否缶 fou-不
fu佛夫敷肤孵扶拂辐幅氟符伏俘服浮涪福袱弗甫抚辅俯釜 fu斧腑府腐赴副覆赋复傅付阜父腹负富讣附妇缚咐匐凫阝
fu郛芙苻茯莩菔拊呋幞怫滏艴孚驸绂绋桴赙祓砩黻黼罘稃 fu馥蚨蜉蝠蝮麸趺跗鲋鳆 fu-哺沸脯怀仅莆市芾掊彳溥宓鞴包不还
ga噶嘎伽尬呷尕尜旮钆 ga-胳夹咖戛轧 gai该改概钙盖溉丐陔垓戤赅 gai-骸芥汽胲核咳
gan干甘杆柑竿肝赶感秆敢赣坩苷尴擀泔淦澉绀橄旰矸疳酐 gan-个汗奸乾捍 gang冈刚钢缸肛纲岗港杠戆罡筻 gang-扛抗亢伉肮
gao篙皋高膏羔糕搞镐稿告睾诰郜藁缟槔槁杲锆 gao-浩咎蒿 ge哥歌搁戈鸽胳疙割革葛格阁隔铬个各咯鬲仡哿圪塥嗝纥
ge搿膈硌镉袼虼舸骼 ge-噶盖蛤菏合介可屹颌髂浩假砝 gei给 gen根跟亘茛哏艮 gen-痕 geng耕更庚羹埂耿梗哽赓绠鲠 geng-颈邢硬亢亘
gong工攻功恭龚供躬公宫弓巩汞拱贡共廾珙肱蚣觥 gong-杠红咣蛩虹磺 gou钩勾沟苟狗垢构购够佝诟岣遘媾缑枸觏彀笱篝鞲 gou-拘句
gu辜菇咕箍估沽孤姑鼓古蛊骨谷股故顾固雇嘏诂菰呱崮汩 gu梏轱牯牿臌毂瞽罟钴锢鸪鹄痼蛄酤觚鲴鹘 gu-滑贾枯苦哌胍骰皋告家角瓠
gua刮瓜剐寡挂褂卦诖栝胍鸹聒 gua-括舌呱惴 guai乖拐怪掴 guan棺关官冠观管馆罐惯灌贯倌莞掼涫盥鹳鳏 guan-串纶斡菅果矜
guang光广逛咣犷桄胱 guang-横恍潢 gui瑰规圭硅归龟闺轨鬼诡癸桂柜跪贵刽傀炔匦刿庋宄妫桧 gui晷皈簋鲑鳜
gui-概撅祈哇洼娃桅匮炅蹶隗觖 gun辊滚棍丨衮绲磙鲧 gun-混卷 guo锅郭国果裹过馘埚呙帼崞猓椁虢蜾蝈 guo-划活涡蠃掴囗聒蜮唬
ha蛤哈铪 ha-呵虾獬吓 hai骸孩海氦亥害骇还嗨胲醢 hai-咳咴 han酣憨邯韩含涵寒函喊罕翰撼捍旱憾悍焊汗汉邗菡撖阚瀚
han晗焓顸颔蚶鼾 han-厂甘感嵌犴泔淦澉旰矸 hang夯杭航沆绗珩颃 hang-肮炕吭狼巷行桁酐狠
hao壕嚎豪毫郝好耗号浩貉蒿薅嗥嚆濠灏昊皓颢蚝 hao-皋镐睾妞唬 he呵喝荷菏核禾和何合盒阂河涸赫褐鹤贺诃劾壑嗬阖曷盍 he颌蚵翮
he-硅哈害貉霍苛洽吓蝎藿嗑纥格呼揭渴哧 hei嘿黑 hei-嗨 hen痕很狠恨 hen-掀哏艮 heng哼亨横衡恒蘅桁 heng-珩行訇
hong轰哄烘虹鸿洪宏弘红黉訇讧荭蕻薨闳泓 hong-港共汪洚 hou喉侯猴吼厚候后堠後逅瘊篌糇鲎骺
hu呼乎忽瑚壶葫胡蝴狐糊湖弧虎唬护互沪户冱唿囫岵猢怙 hu惚浒滹琥槲轷觳烀煳戽扈祜瓠鹕鹱虍笏醐斛 hu-雇核和芦戏许羽芴鹄鹘苦汩胍
hua花哗华猾滑画划化话骅桦铧 hua-敌豁找劐侉叱砉稞哇 huai槐徊怀淮坏踝 huai-坯喟划圳
huan欢环桓缓换患唤痪豢焕涣宦幻郇奂萑擐圜獾洹浣漶寰逭 huan缳锾鲩鬟 huan-灌还皖眩援垸瑗脘
huang荒慌黄磺蝗簧皇凰惶煌晃幌恍谎隍徨湟潢遑璜肓癀蟥篁 huang鳇 huang-芒茫横
hui灰挥辉徽恢蛔回毁悔慧卉惠晦贿秽会烩汇讳诲绘诙茴荟 hui蕙咴哕喙隳洄浍彗缋珲晖恚虺蟪麾 hui-虫堕徊涣溃桧眭睢皓
hun荤昏婚魂浑混诨馄阍溷 hun-棍昆捆珲 huo豁活伙火获或惑霍货祸劐藿攉嚯夥砉钬锪镬耠蠖 huo-化越壑灬瓠扮呵和
ji击圾基机畸稽积箕肌饥迹激讥鸡姬绩缉吉极棘辑籍集及 ji急疾汲即嫉级挤几脊己蓟技冀季伎祭剂悸济寄寂计记既
ji忌际妓继纪藉丌亟乩剞佶偈诘墼芨芰荠蒺蕺掎叽咭哜唧 ji岌嵴洎彐屐骥畿玑楫殛戟戢赍觊犄齑矶羁嵇稷瘠虮笈笄 ji暨跻跽霁鲚鲫髻麂
ji-革给秸洁居期其棋奇齐系揖倚厝脔郅萁卟猗睽瘵疵隔蜡 ji-粢瞿 jia嘉枷夹佳家加荚颊贾甲钾假稼价架驾嫁茄郏葭岬浃迦珈
jia戛胛恝铗镓痂瘕袷蛱笳袈跏 jia-揩暇夏挟嘏伽拮柙骱咖押呷挈 jian歼监坚尖笺间煎兼肩艰奸缄茧检柬碱硷拣捡简俭剪减荐
jian鉴践贱见键箭件健舰剑饯渐溅涧建僭谏谫菅蒹搛囝湔蹇 jian謇缣枧楗戋戬牮犍毽腱睑锏鹣裥笕翦趼踺鲣鞯
jian-槛沮前浅咸茛箴喊犴孱 jiang僵姜将浆江疆蒋桨奖讲匠酱降茳洚绛缰犟礓耩糨豇 jiang-虹强
jiao蕉椒礁焦胶交郊浇骄娇搅铰矫侥脚狡角饺缴绞剿教酵轿 jiao较叫窖佼僬艽茭挢噍峤徼湫姣敫皎鹪蛟醮跤鲛 jiao-激嚼觉校妖咬菽叽爝
jie揭接皆秸街阶截劫节杰捷睫竭洁结解姐戒芥界借介疥诫 jie届讦卩拮喈嗟婕孑桀碣疖颉蚧羯鲒骱
jie-担亥圾籍家假价桔藉楷渴她祖偕偈诘唧砝暨髻差概契拾 jie-苴獬袷 jin巾筋斤金今津襟紧锦仅谨进靳晋禁近烬浸尽劲卺荩堇噤
jin馑廑妗缙瑾槿赆觐钅衿矜 jin-吟肋湛 jing荆兢茎睛晶鲸京惊精粳经井警景颈静境敬镜径痉靖竟竞
jing净刭儆阱菁獍憬泾迳弪婧肼胫腈旌靓 jing-劲青檠蜻箐氏醒晟 jiong炯窘冂迥炅扃 jiong-坷垧
jiu揪究纠玖韭久灸九酒厩救旧臼舅咎就疚僦啾阄柩桕鸠鹫 jiu赳鬏 jiu-噍愁湫蝤蹴
ju桔鞠拘狙疽居驹菊局咀矩举沮聚拒据巨具距踞锯俱句惧 ju炬剧倨讵苣苴莒菹掬遽屦琚椐榘榉橘犋飓钜锔窭裾趄醵 ju踽龃雎鞫
ju-车告拱柜姐且蛆渠娶租足鄹蘧枸瞿仇屈佝鬻 juan捐鹃娟倦眷卷绢鄄狷涓桊蠲锩镌隽 juan-圈蕊身甄擐泫蜷眩睃
jue嚼撅攫抉掘倔爵觉决诀绝厥劂谲矍蕨噘噱崛獗孓珏桷橛 jue爝镢蹶觖 jue-脚角狂屈蛙穴乙蕞嗟柽梏蠼觳
jun均菌钧军君峻俊竣浚郡骏捃皲麇 jun-龟旬匀訇睃筠隽卷狻 ka喀咖卡佧咔胩 ka-咯 kai开揩楷凯慨剀垲蒈忾恺铠锎锴
kai-岂劾溘雉喝核渴 kan槛刊堪勘坎砍看侃莰戡龛瞰 kan-喊凵阚嵌 kang康慷糠扛抗亢炕伉闶钪 kang-奋杭荒坑沆 kao考拷烤靠尻栲犒铐
kao-槁搞 ke坷苛柯棵磕颗科壳咳可渴克刻客课嗑岢恪溘骒缂珂轲氪 ke瞌钶锞稞疴窠颏蝌髁 ke-喀碣盍蚵呵 kei-刻 ken肯啃垦恳裉龈
ken-垠狠 keng坑吭铿 keng-忐硎 kong空恐孔控倥崆箜 kong-腔穹 kou抠口扣寇芤蔻叩眍筘 kou-刳佝彀挎 ku枯哭窟苦酷库裤刳堀喾绔骷
ku-古掘挎跨圣 kua夸垮挎跨胯侉 kua-髁 kuai块筷侩快蒯郐哙狯脍 kuai-会魁浍傀 kuan宽款髋 kuan-棵完
kuang匡筐狂框矿眶旷况诓诳邝圹夼哐纩贶 kuang-呈逛磺枉兄湟 kui亏盔岿窥葵奎魁馈愧溃馗匮夔隗蒉揆喹喟悝愦逵暌睽聩 kui蝰篑跬
kui-踩傀缺觖臾 kun坤昆捆困悃阃琨锟醌鲲髡 kun-卵混 kuo括扩廓阔蛞 kuo-适栝 la垃拉喇蜡腊辣啦剌邋旯砬瘌 la-蓝落摺
lai莱来赖崃徕涞濑赉睐铼癞籁 lai-黧 lan蓝婪栏拦篮阑兰澜谰揽览懒缆烂滥岚漤榄斓罱镧褴 lan-郴啉懔
lang琅榔狼廊郎朗浪莨蒗啷阆锒稂螂 lang-羹踉 lao捞劳牢老佬姥酪烙涝潦唠崂栳铑铹痨耢醪 lao-撩僚络獠落蓼 le乐肋了仂叻泐鳓
le-勒嘞 lei勒雷镭蕾磊累儡垒擂类泪羸诔嘞嫘缧檑耒酹 lei-肋漯 len-啉 leng棱楞冷塄愣
li厘梨犁黎篱狸离漓理李里鲤礼莉荔吏栗丽厉励砾历利傈 li例俐痢立粒沥隶力璃哩俪俚郦坜苈莅蓠藜呖唳喱猁溧澧
li逦娌嫠骊缡枥栎轹戾砺詈罹锂鹂疠疬蛎蜊蠡笠篥粝醴跞 li雳鲡鳢黧 li-列泣位鬲仂捩叻悝珞砬翮霾硌 lia俩
lian联莲连镰廉怜涟帘敛脸链恋炼练蔹奁潋濂琏楝殓臁裢裣 lian蠊鲢 lian-零令羸苓搛膦瞵 liang粮凉梁粱良两辆量晾亮谅墚椋踉魉
liang-惊俩莨靓 liao撩聊僚疗燎寥辽撂镣廖料蓼尥嘹獠寮缭钌鹩 liao-佬潦了 lie列裂烈劣猎冽埒捩咧洌趔躐鬣 lie-栗例邋膊累
lin琳林磷霖临邻鳞淋凛赁吝拎蔺啉嶙廪懔遴檩辚膦瞵粼躏 lin麟 lin-任 ling玲菱零龄铃伶羚凌灵陵岭领另令酃苓呤囹泠绫柃棂瓴聆
ling蛉翎鲮 ling-棱冷怜磷拎 liu溜琉榴硫馏留刘瘤流柳六浏遛骝绺旒熘锍镏鹨鎏 liu-聊碌陆游泖泵蓼硐 lo-咯
long龙聋咙笼窿隆垄拢陇垅茏泷珑栊胧砻癃 long-弄 lou楼娄搂篓漏陋偻蒌喽嵝镂瘘耧蝼髅 lou-牢露
lu芦卢颅庐炉掳卤虏鲁麓碌露路赂鹿潞禄录陆戮垆撸噜泸 lu渌漉逯璐栌橹轳辂辘氇胪镥鸬鹭簏舻鲈 lu-谷六绿蓼瘳角酪
luan峦挛孪滦卵乱脔娈栾鸾銮 lun抡轮伦仑沦纶论囵 luo萝螺罗逻锣箩骡裸落洛骆络倮蠃荦摞猡泺漯珞椤脶镙瘰 luo雒
luo-格果酪烙路捋猓硌袼蜾蠡跞咯碌橐 lv驴吕铝侣旅履屡缕虑氯律率滤绿捋闾榈膂稆褛 lv-累鹿偻 lve掠略锊 lve-率
ma妈麻玛码蚂马骂嘛吗唛犸嬷杩蟆 ma-靡摩抹貊麽貉么 mai埋买麦卖迈脉劢荬霾 mai-哩派唛咪
man瞒馒蛮满蔓曼慢漫谩墁幔缦熳镘颟螨鳗鞔 man-埋幕 mang芒茫盲氓忙莽邙漭硭蟒 mang-瞢朦
mao猫茅锚毛矛铆卯茂冒帽貌贸袤茆峁泖瑁昴牦耄旄懋瞀蝥 mao蟊髦 mao-耗描侔勖蛑牟 me么 me-末没麽
mei玫枚梅酶霉煤没眉媒镁每美昧寐妹媚莓嵋猸浼湄楣镅鹛 mei袂魅 mei-糜谜墨某味坶 men门闷们扪焖懑钔 men-鞔汶
meng萌蒙檬盟锰猛梦孟勐甍瞢懵朦礞虻蜢蠓艋艨 meng-氓明瞑蟒蟊黾 mi眯醚靡糜迷谜弥米秘觅泌蜜密幂芈冖谧蘼咪嘧猕汨宓弭
mi脒祢敉糸縻麋 mi-溟幺辟摩 mian棉眠绵冕免勉娩缅面沔渑湎宀腼眄 mian-冥泯黾瞑 miao苗描瞄藐秒渺庙妙喵邈缈杪淼眇鹋
miao-吵猫缪蜱 mie蔑灭乜咩蠛篾 mie-咪 min民抿皿敏悯闽苠岷闵泯缗珉愍黾鳘 min-眠汶玟 ming明螟鸣铭名命冥茗溟暝瞑酩
ming-萌盟皿 miu谬 miu-缪 mo摸摹蘑模膜磨摩魔抹末莫墨默沫漠寞陌谟茉蓦馍嫫殁镆 mo秣瘼耱貊貘麽
mo-佰嘿脉冒貌没藐帕袜万无勿嬷蟆百伯貉么昧 mou谋牟某侔哞缪眸蛑鍪 mou-件毋袤厶婺
mu拇牡亩姆母墓暮幕募慕木目睦牧穆仫坶苜沐毪钼 mu-姥模莫牟嘿婺 na拿哪呐钠那娜纳捺肭镎衲 na-南内呶箬絮 nai氖乃奶耐奈鼐艿萘柰
nai-佴哪那能 nan南男难喃囡楠腩蝻赧 nan-冉囝罱 nang囊攮囔馕曩 nao挠脑恼闹淖孬垴呶猱瑙硇铙蛲 ne呢讷疒 ne-哪呐疔那 nei馁内
nei-哪那 nen嫩恁 nen-枘 neng能 neng-而耐 ni妮霓倪泥尼拟你匿腻逆溺伲坭猊怩昵旎睨铌鲵 ni-呢嶷祢慝
nian蔫拈年碾撵捻念辗廿埝辇黏鲇鲶 nian-粘趁 niang娘酿 niao鸟尿茑嬲脲袅 niao-尥溺 nie捏聂孽啮镊镍涅陧蘖嗫颞臬蹑
nie-倪泥捻幸乜囡哪埝 nin您 nin-恁 ning柠狞凝宁拧泞佞咛甯聍 ning-冰年攘疑泥 niu牛扭钮纽狃忸妞 niu-拗蚴 nong脓浓农弄侬哝
nong-咔 nou耨 nu奴努怒弩胬孥驽 nu-褥帑肭仅呶 nuan暖 nuan-暧濡 nuo挪懦糯诺傩搦喏锘 nuo-掉那娜需哪呐濡 nv女恧钕衄 nv-狃胬絮
nve虐疟 o哦喔噢 ou欧鸥殴藕呕偶沤讴怄瓯耦 ou-区握渥遇 pa啪趴爬帕怕琶葩杷筢 pa-芭扒叭吧把耙钯派 pai拍排牌徘湃派俳蒎哌
pai-脾迫啡 pan攀潘盘磐盼畔判叛拚爿泮袢襻蟠蹒 pan-扳般拌伴半卞番胖片彦弁皤繁鄱 pang乓庞旁耪胖彷滂逄螃
pang-膀磅傍方房仿彭蒡榜逢 pao抛咆刨炮袍跑泡匏狍庖脬疱 pao-苞胞包抱趵 pei呸胚培裴赔陪配佩沛辔帔旆锫醅霈
pei-倍啡肺茇淠妃蜚坏掊艴 pen喷盆湓 pen-吩汾 peng砰抨烹澎彭蓬棚硼篷膨朋鹏捧碰堋嘭怦蟛 peng-逢旁苹庄滂榜傍亨
pi辟坯砒霹批披劈琵毗啤脾疲皮匹痞僻屁譬丕仳陴邳郫圮 pi埤鼙芘擗噼庀淠媲纰枇甓睥罴铍癖疋蚍蜱貔
pi-比庇否副坏扑陂鄱苤萆吡帔庳濞痦裨篦蚌卑被番拂培俾 pi-蕃薜 pian篇偏片骗谝骈犏胼翩蹁 pian-扁便平缏褊蝙辨
piao飘漂瓢票剽嘌嫖缥殍瞟螵 piao-膘朴莩骠髟 pie撇瞥丿苤氕 pie-蔽 pin拼频贫品聘姘嫔榀牝颦 pin-泵匕娉拚
ping乒坪苹萍平凭瓶评屏俜娉枰鲆 ping-秤冯砰聘堋 po泊坡泼颇婆破魄迫粕叵鄱珀钋钷皤笸 po-霸膊繁剖泺番朴陂溥跛 pou剖裒掊
pou-部涪培瓿踣抱 pu脯扑铺仆莆葡菩蒲埔朴圃普浦谱曝瀑匍噗溥濮璞攴氆攵 pu镤镨蹼 pu-暴扶甫苻剥堡卜
qi期欺栖戚妻七凄漆柒沏其棋奇歧畦崎脐齐旗祈祁骑起岂 qi乞企启契砌器气迄弃汽泣讫亓俟圻芑芪萁萋葺蕲嘁屺岐
qi汔淇骐绮琪琦杞桤槭耆祺憩碛颀蛴蜞綦綮蹊鳍麒 qi-甭吃刺畸稽缉己技揭切勤示溪枝支丌亟荠忮忾挈欹恝抵 qi-逗伎宿吱偈趿
qia掐恰洽葜髂 qia-卡客袷咭挈疴 qian牵扦钎铅千迁签仟谦乾黔钱钳前潜遣浅谴堑嵌欠歉倩佥
qian阡凵芊芡茜掮岍悭慊骞搴褰缱椠肷愆钤虔箝 qian-柑赶筋纤荨撖忏涔犍腱寨湔 qiang枪呛腔羌墙蔷强抢丬戕嫱樯戗炝锖锵镪襁蜣羟跄
qiang-将控哐爿跫箐 qiao橇锹敲悄桥瞧乔侨巧鞘撬翘峭俏窍劁诮谯荞愀憔缲樵硗 qiao跷鞒 qiao-愁搞蕉焦壳雀硝招峤毳敫醮跤捎削校茭
qie切且怯窃郄惬妾挈锲箧 qie-捷漆沏砌茄蕺唼慊婕脞趄契伽喋渫 qin钦侵亲秦琴勤芹擒禽寝沁芩揿吣嗪噙溱檎锓螓衾
qin-浸堇蓁廑槿衿矜覃 qing青轻氢倾卿清擎晴氰情顷请庆苘圊檠磬蜻罄箐謦鲭黥 qing-精亲声倩綮胜 qiong琼穷邛芎茕穹蛩筇跫銎
qiong-鞠 qiu秋丘邱球求囚酋泅俅巯犰逑遒楸赇虬蚯蝤裘糗鳅鼽 qiu-仇团馗氽邺艽惆愀湫龟
qu趋区蛆曲躯屈驱渠取娶龋趣去诎劬蕖蘧岖衢阒璩觑氍朐 qu祛磲鸲癯蛐蠼麴瞿黢 qu-鞠巨蜡戌苣遽鞫句枸
quan圈颧权醛泉全痊拳犬券劝诠荃犭悛绻辁畎铨蜷筌鬈 quan-卷栓拴圳獾桊串 que缺瘸却鹊榷确雀阕阙悫 que-炔攉觳舄猎屈芍 qun裙群逡
qun-遁麇蹲 ran然燃冉染苒蚺髯 rang瓤壤攘嚷让禳穰 rao饶扰绕荛娆桡 re惹热 re-若偌喏 ren壬仁人忍韧任认刃妊纫亻仞荏葚饪轫稔衽
ren-儿恁 reng扔仍 reng-耳戎艿穰 ri日 rong戎茸蓉荣融熔溶容绒冗嵘狨榕肜蝾 rong-隔 rou揉柔肉糅蹂鞣
ru茹蠕儒孺如辱乳汝入褥蓐薷嚅洳溽濡缛铷襦颥 ru-女肉月需 ruan软阮朊 ruan-濡需 rui蕊瑞锐芮蕤枘睿蚋 rui-兑内 run闰润
ruo若弱偌箬 ruo-溺惹芮 sa撒洒萨卅仨挲脎飒 sa-蔡檫趿 sai腮鳃塞赛噻 sai-思 san三叁伞散馓毵糁 san-霰 sang桑嗓丧搡磉颡
sao搔骚扫嫂埽缫臊瘙鳋 sao-哨燥缲梢 se瑟色涩啬铯穑 se-塞寨泣槭 sen森 sen-洒 seng僧 sha莎砂杀刹沙纱傻啥煞厦唼歃铩痧裟霎鲨
sha-杉嗄哈接噎挲 shai筛晒酾 shai-色 shan珊苫杉山删煽衫闪陕擅赡膳善汕扇缮剡讪鄯埏芟彡潸姗 shan嬗骟膻钐疝蟮舢跚鳝
shan-掸邓檀栅儋禅掺单澹髟 shang墒伤商赏晌上尚裳垧绱殇熵觞 shang-汤 shao梢捎稍烧芍勺韶少哨邵绍劭苕潲蛸筲艄
shao-鞘召溲杓裢笤搜削招 she奢赊蛇舌舍赦摄射慑涉社设厍佘猞滠歙畲麝 she-碟睫拾折揲蛞邪 shei-谁
shen砷申呻伸身深娠绅神沈审婶甚肾慎渗什诜谂莘哂渖椹胂 shen矧蜃 shen-信震葚抻吲糁参湛 sheng声生甥牲升绳省盛剩胜圣嵊眚笙
sheng-乘姓丞冼垩渑晟媵甸 shi匙师失狮施湿诗尸虱十石拾时食蚀实识史矢使屎驶始式
shi示士世柿事拭誓逝势是嗜噬适仕侍释饰氏市恃室视试似 shi谥埘莳蓍弑饣轼贳炻礻铈螫舐筮豉豕鲥鲺
shi-郝赫舍什斯寺嘘液肢殖峙唑彖酾堤提汁耆挈 shou收手首守寿授售受瘦兽扌狩绶艏 shou-熟
shu蔬枢梳殊抒输叔舒淑疏书赎孰熟薯暑曙署蜀黍鼠属术述 shu树束戍竖墅庶数漱恕倏塾菽摅沭澍姝纾毹腧殳秫
shu-售透野俞朱杼疋除娶嗽豫荼揄涑 shua刷耍唰 shua-唆涮 shuai摔衰甩帅蟀 shuai-率 shuan栓拴闩涮 shuan-汕踹 shuang霜双爽孀
shuang-泷淙 shui谁水睡税氵 shui-说 shun吮瞬顺舜 shun-盾俊恂巛巡 shuo说硕朔烁蒴搠妁槊铄 shuo-勺数嗽溯嗍濯杓
si斯撕嘶思私司丝死肆寺嗣四饲巳厮兕厶咝汜泗澌姒驷纟 si缌祀锶鸶耜蛳笥 si-厕食伺似析已以肄俟菥徙祠糸台雉
song松耸怂颂送宋讼诵凇菘崧嵩忪悚淞竦 sou搜艘擞嗽叟薮嗖嗾馊溲飕瞍锼螋 sou-族涑敕
su苏酥俗素速粟僳塑溯宿诉肃夙谡蔌嗉愫涑簌觫稣 su-搬缩蓿嗖 suan酸蒜算狻 suan-撰 sui虽隋随绥髓碎岁穗遂隧祟谇荽濉邃燧眭睢
sui-粹尿蓑彗莎 sun孙损笋荪狲飧榫隼 sun-餐跣 suo蓑梭唆缩琐索锁所唢嗦嗍娑桫睃羧 suo-抄莎沙衰些挲霍逡
ta塌他它她塔獭挞蹋踏闼溻遢榻铊趿鳎 ta-搭太拓嗒漯沓达哈 tai胎苔抬台泰酞太态汰邰薹肽炱钛跆鲐 tai-能呔骀大
tan坍摊贪瘫滩坛檀痰潭谭谈坦毯袒碳探叹炭郯昙忐钽锬覃 tan-胆但弹舔炎蕈澹镡淡沈湛
tang汤塘搪堂棠膛唐糖倘躺淌趟烫傥帑饧溏瑭樘铴镗耥螗螳 tang羰醣 tang-惝 tao掏涛滔绦萄桃逃淘陶讨套鼗啕洮韬饕 tao-挑叨焘跳姚
te特忒忑慝铽 te-匿式 tei-忒 teng藤腾疼誊滕 ti梯剔踢锑提题蹄啼体替嚏惕涕剃屉倜荑悌逖绨缇鹈裼醍 ti-达堤狄弟是肆棣睇折
tian天添填田甜恬舔腆掭忝阗殄畋 tian-蚕滇典佃甸苫吞沾嗔栝钿蚺町 tiao挑条迢眺跳佻祧窕蜩笤粜龆鲦髫 tiao-超稠调桃姚苕啁踔
tie贴铁帖萜餮 tie-蝶占怙 ting厅听烃汀廷停亭庭挺艇莛葶婷梃町蜓霆 ting-奠铤 tong通桐酮瞳同铜彤童桶捅筒统痛佟僮仝茼嗵恸潼砼
tong-侗恫洞恿垌峒硐重艟 tou偷投头透亠钭骰 tou-愉逗 tu凸秃突图徒途涂屠土吐兔堍荼菟钍酴 tu-跌杜余 tuan湍团抟彖疃
tuan-痪揣敦税 tui推颓腿蜕褪退煺 tui-脱忒弟税追 tun吞屯臀氽饨暾豚 tun-吨囤褪吴炖窀敦逐沌肫
tuo拖托脱鸵陀驮驼椭妥拓唾乇佗坨庹沲沱柝橐砣箨酡跎鼍 tuo-池惰税他它迤柁铊魄蛇隋舄 wa挖哇蛙洼娃瓦袜佤娲腽 wa-凹鞋 wai歪外崴
wai-夭 wan豌弯湾玩顽丸烷完碗挽晚皖惋宛婉万腕剜芄菀纨绾琬脘 wan畹蜿 wan-蔓娩园莞朊箢免 wang汪王亡枉网往旺望忘妄罔惘辋魍
wang-皇匡尢方芒 wei威巍微危韦违桅围唯惟为潍维苇萎委伟伪尾纬未蔚味畏 wei胃喂魏位渭谓尉慰卫偎诿隈圩葳薇囗帏帷嵬猥猬闱沩洧
wei涠逶娓玮韪軎炜煨痿艉鲔 wei-机立遗有于倭阢隗芟荽崴堤猗熨眭睢隹 wen瘟温蚊文闻纹吻稳紊问刎阌汶玟璺雯 wen-昧免限眼愠殁笏娩
weng嗡翁瓮蓊蕹 weng-壅 wo挝蜗涡窝我斡卧握沃倭莴幄渥肟硪龌 wo-瘟夭喔杌嗌媪
wu巫呜钨乌污诬屋无芜梧吾吴毋武五捂午舞伍侮坞戊雾晤 wu物勿务悟误兀仵阢邬圬芴呒唔庑怃忤浯寤迕妩婺骛杌牾 wu焐鹉鹜痦蜈鋈鼯
wu-恶母亡於旄瞀蝥仡侉喔渥笏 xi昔熙析西硒矽晰嘻吸锡牺稀息希悉膝夕惜熄烯溪汐犀檄
xi袭席习媳喜铣洗系隙戏细僖兮隰郗菥葸蓰奚唏徙饩阋浠 xi淅屣嬉玺樨曦觋欷熹禊禧皙穸蜥螅蟋舄舾羲粞翕醯鼷
xi-既腊猎卤栖洒屎撕郄茜咭咦歙嵇裼蜴蹊褶 xia瞎虾匣霞辖暇峡侠狭下夏吓狎遐瑕柙硖罅黠 xia-厦斜押呀葭呷哧岈歃瘕呼唬假嗑嗄毳
xian掀锨先仙鲜纤咸贤衔舷闲涎弦嫌显险现献县腺馅羡宪陷 xian限线冼苋莶藓岘猃暹娴氙燹祆鹇痫蚬筅籼酰跣跹霰
xian-捍肩碱见探铣洗矣彡濂寰妗黹锬洒省慊 xiang相厢镶香箱襄湘乡翔祥详想响享项巷橡像向象芗葙饷庠 xiang骧缃蟓鲞飨
xiang-亨降洋舡攘 xiao萧硝霄哮嚣销消宵淆晓小孝校肖啸笑效哓崤潇逍骁绡枭 xiao枵筱箫魈
xiao-号呼唬胶狡俏梢捎芍搜削爻佼叟茭姣蛸哨咻 xie楔些歇蝎鞋协挟携邪斜胁谐写械卸蟹懈泄泻谢屑偕亵勰
xie燮薤撷獬廨渫瀣邂绁缬榭榍躞 xie-溉接解契血耶叶豫汁隰唏喈迦颉跬鲑桔苴摺歙眭骱 xin薪芯锌欣辛新忻心信衅囟馨忄昕歆鑫
xin-款寻莘镡 xing星腥猩惺兴刑型形邢行醒幸杏性姓陉荇荥擤悻硎 xing-省胜研饧 xiong兄凶胸匈汹雄熊 xiong-宪芎能
xiu休修羞朽嗅锈秀袖绣咻岫馐庥溴鸺貅髹 xiu-臭宿莠煦 xu墟戌需虚嘘须徐许蓄酗叙旭序恤絮婿绪续吁诩勖蓿洫溆 xu顼栩煦盱胥糈醑
xu-休畜芋馘圩咻怵浒旮肷朐雩呼姐邪于余砉 xuan轩喧宣悬旋玄选癣眩绚儇谖萱揎泫渲漩璇楦暄炫煊碹铉 xuan镟痃
xuan-暖券撰亘洵昕滋擐涓 xue削靴薛学穴雪血谑泶踅鳕 xue-哮噱嚯炔 xun勋熏循旬询寻驯巡殉汛训讯逊迅巽埙荀荨蕈薰峋徇獯恂
xun洵浔曛窨醺鲟 xun-荤浚梭潭郇狻悛逡鑫遁洒 ya压押鸦鸭呀丫芽牙蚜崖衙涯雅哑亚讶轧伢垭揠吖岈迓娅 ya琊桠氩砑睚痖
ya-歇邪御札吾碣疋 yan焉咽阉烟淹盐严研蜒岩延言颜阎炎沿奄掩眼衍演艳堰燕 yan厌砚雁唁彦焰宴谚验厣赝俨偃兖讠谳郾鄢芫菸崦恹闫湮
yan滟妍嫣琰檐晏胭腌焱罨筵酽魇餍鼹 yan-癌俺淡广狠蔫铅涎羡巡殷淫剡阽埏埯揞庵阏洇氤趼厂但 yan-覃
yang殃央鸯秧杨扬佯疡羊洋阳氧仰痒养样漾徉怏泱炀烊恙蛘 yang鞅 yang-昂英映
yao邀腰妖瑶摇尧遥窑谣姚咬舀药要耀钥夭爻吆崾徭幺珧杳 yao轺曜肴鹞窈繇鳐 yao-侥么疟陶由幼约崤徼洮瀹铫淫佻揄
ye椰噎耶爷野冶也页掖业叶曳腋夜液靥谒邺揶晔烨铘 ye-喝射墅咽拽涂邪斜荼揲揞洇
yi一壹医揖铱依伊衣颐夷遗移仪胰疑沂宜姨彝椅蚁倚已乙 yi矣以艺抑易邑屹亿役臆逸肄疫亦裔意毅忆义益溢诣议谊
yi译异翼翌绎刈劓佚佾诒圯埸懿苡薏弈奕挹弋呓咦咿噫峄 yi嶷猗饴怿怡悒漪迤驿缢殪轶贻欹旖熠眙钇镒镱痍瘗癔翊 yi衤蜴舣羿翳酏黟
yi-艾怠迭蛾疙姬崎蛇失施巳台叹尾熙夕泄焉噎也印丿仡佗 yi-圪坨荑掎嗌洫犄焱袂黝隶奇汽射食它听羡搋渫硪雉
yin茵荫因殷音阴姻吟银淫寅饮尹引隐印胤鄞廴垠堙茚吲喑 yin狺夤洇氤铟瘾蚓霪 yin-币垦听烟言壹沂众圻芩湮窨龈潭湛
ying英樱婴鹰应缨莹萤营荧蝇迎赢盈影颖硬映嬴郢茔莺萦蓥 ying撄嘤膺滢潆瀛瑛璎楹媵鹦瘿颍罂 ying-逞景央荥哽甸哩 yo哟唷 yo-育
yong拥佣臃痈庸雍踊蛹咏泳涌永恿勇用俑壅墉喁慵邕镛甬鳙 yong饔 yong-容遇蕹臾
you幽优悠忧尤由邮铀犹油游酉有友右佑釉诱又幼卣攸侑莠 you莜莸尢呦囿宥柚猷牖铕疣蚰蚴蝣鱿黝鼬 you-泅扰坳聱蝤繇奥叹揄
yu迂淤于盂榆虞愚舆余俞逾鱼愉渝渔隅予娱雨与屿禹宇语 yu羽玉域芋郁遇喻峪御愈欲狱育誉浴寓裕预豫驭禺毓伛俣
yu谀谕萸蓣揄圄圉嵛狳饫馀庾阈鬻妪妤纡瑜昱觎腴欤於煜 yu燠肀聿钰鹆鹬瘐瘀窬窳蜮蝓竽臾舁雩龉
yu-奥懊澳或亏舒王蔚尉梧吾衙吁苑粥菸菀唷喁噢崛汩栩昙 yu-毹腧煨熨蜍谷宛圩拗
yuan鸳渊冤元垣袁原援辕园员圆猿源缘远苑愿怨院垸塬掾沅 yuan媛瑗橼爰眢鸢螈箢鼋 yuan-穿捐阮宛允芫圜涓畹咽
yue曰约越跃岳粤月悦阅龠瀹樾刖钺 yue-块乐蜕钥哕妁栎蠖说囝 yun耘云郧匀陨允运蕴酝晕韵孕郓芸狁恽愠纭韫殒昀氲熨筠
yun-均温尹员怨媪盾宛尉瘟苑菀 za匝砸杂咋拶咂 za-咱扎籴啐嘁 zai栽哉灾宰载再在仔崽甾 zai-才 zan咱攒暂赞瓒昝簪糌趱錾
zan-拶湔涔 zang赃脏葬奘驵臧 zang-藏戕 zao遭糟凿藻枣早澡蚤躁噪造皂灶燥唣 zao-槽草窖 ze责择则泽仄赜啧帻迮昃笮箦舴
ze-侧措咋稷柞 zei贼 zen怎谮 zen-僭 zeng增憎赠缯甑罾锃 zeng-曾综 zha扎喳渣札铡闸眨栅榨乍炸诈柞揸吒咤哳楂砟痄蚱齄
zha-册插查轧喋馇怍膪哆蜡咋苴渫笮 zhai摘斋宅窄债寨砦瘵 zhai-翟祭择豸侧柴疵度膪 zhan瞻毡詹粘沾盏斩崭展蘸栈占战站湛绽谵搌旃
zhan-颤袒辗躔湔澶孱醮 zhang长樟章彰漳张掌涨杖丈帐账仗胀瘴障仉鄣幛嶂獐嫜璋蟑 zhao招昭找沼赵照罩兆肇召爪诏啁棹钊笊
zhao-朝嘲淖蚤着晁桃著佻濯 zhe遮折哲蛰辙者锗蔗这浙着谪摺柘辄磔鹧褶蜇赭 zhe-堵乇陬耷嘀褚螫斥庶著 zhei-这
zhen珍斟真甄砧臻贞针侦枕疹诊震振镇阵帧圳蓁浈缜桢榛轸 zhen赈胗朕祯畛稹鸩箴 zhen-趁唇鼎慎坫溱椹戡滇填
zheng蒸挣睁征狰争怔整拯正政症郑证诤峥徵钲铮筝 zheng-承丁趟帧瞠鲭敞奠丞町
zhi芝枝支吱蜘知肢脂汁之织职直植殖执值侄址指止趾只旨 zhi纸志挚掷至致置帜峙制智秩稚质炙痔滞治窒卮陟郅埴芷
zhi摭帙夂忮彘咫骘栉枳栀桎轵轾贽胝膣祉祗黹雉鸷痣蛭絷 zhi酯跖踬踯豸觯 zhi-埃抵积伎祁识氏恃氐徵昵耆砥示拓
zhong中盅忠钟衷终种肿重仲众冢锺螽舯踵 zhong-董童夂忪蚣潼舂 zhou舟周州洲诌粥轴肘帚咒皱宙昼骤荮妯纣绉胄籀酎
zhou-育注祝啄侏啁喙鬻柚碡舳扭逐倜繇 zhu珠株蛛朱猪诸诛逐竹烛煮拄瞩嘱主著柱助蛀贮铸筑住注
zhu祝驻丶伫侏邾苎茱洙渚潴杼槠橥炷铢疰瘃竺箸舳翥躅麈 zhu-除斗逗宁泞属术庶予之茁阻澍楮蚰朝柠褚 zhua抓 zhua-挝爪 zhuai拽
zhuai-转 zhuan专砖转撰赚篆啭馔颛 zhuan-传湍巽沌 zhuang桩庄装妆撞壮状 zhuang-幢僮奘憧戆艟 zhui锥追赘坠缀惴骓缒隹
zhui-垂隧致椎萑槌揣 zhun谆准肫窀 zhun-淳屯胗盹敦 zhuo捉拙卓桌茁酌啄灼浊倬诼擢浞涿濯禚斫镯
zhuo-掇缴著琢棹焯箸躅淖勺着蕞啜杓肫趵踔 zi兹咨资姿滋淄孜紫籽滓子自渍字谘嵫姊孳缁梓辎赀恣眦 zi锱秭耔笫粢趑觜訾龇鲻髭
zi-疵次事吱仔茈呲甾柴 zong鬃棕踪宗综总纵偬腙粽 zong-从枞 zou邹走奏揍诹陬鄹驺楱鲰 zou-趣族 zu租足卒族祖诅阻组俎镞
zu-淬菹啐嘁蹴姐沮苴槭 zuan钻纂攥缵躜 zuan-赚撮 zui嘴醉最罪蕞 zui-摧堆咀羧觜撮 zun尊遵撙樽鳟 zun-蹲奠
zuo琢昨左佐做作坐座阼唑怍胙祚 zuo-醋撮挫凿乍柞嘬迮砟笮酢
"""
_WORDS = """
abaci abate abating abide abiding abode abuse ace ache acumen acute adage age agenda aide aiding ailing aiming airier ale
alibi alien alienate alienating aliening alike aline alining alone along alongside amaze ameba amebae ameer amen amending
amoeba amuse an anemia anger angle angling angrier ani animate animating annexing antique anyone apiece aping are area
arena aria arise arisen arouse ashen aside ate awaiting awake awaken awakening aware awoke awoken axing aye azalea azure
babier bade bailing baiting bake balance bale baling ban banana bandage bandana bandanna bandier banding bang bani banning
banqueting bare base baseline baying bayoneting bayou beige bending bide biding bike bile bin binding bingo binning bite
biting boa boating bode bodice boding bone bonier boning boo boomerang booming bootee bootie booting booze bore boxing
buoying busheling bushier busier buying cabin caboose cacao cache cage cake calorie calve came cameo can canceling
candidate cane canine caning cannier canning canoe canteen care career carouse case cashier cease cede ceding celibate
cementing censure chaining chalice chance chandelier change channeling chanting chase cheapen cheating cheeping cheer
cheerier cheese chi chide chiding chile chili chime chiming china chiseling chute cinema cite citing citizen congealing
congregate congregating courier cubing cue cuisine cunning cunninger cure curio cushioning cute damage dame dance dandier
danger dangle dangling dare data database date dating daze deadening dealing dean debase debate debating debiting debuting
decade decaying decease decide deciding decimate decimating dedicate dedicating deduce deeding deeming deepen deer deface
defame defaming defending defense delaying delegate delegating delete deleting deli delicate delimiting deliria delude
deluding deluge delve demanding demean demeaning dementia demise demote demoting demure dependance depending depose
depositing derange deride deriding desire detailing detaining dialing dialogue dice die dieseling dieting dike dilate
dilating diligence dilute diluting dime dine dining diocese dioxide dire disease disengage disentangle disentangling disuse
douse dude duding due dueling duke dunce dune duo duping ease easier eating editing educate educating eerie eerier eke
elegance eliciting elite elongate elongating eloping elude eluding emailing emanate emanating eminence emulate emulating
enameling encase enchanting endanger ending endurance endure enema enemata engage enhance ensue ensure entailing entangle
entangling entice entire enveloping envying equaling equate equating era erase erasure erode eroding erudite exile exiling
exiting exude exuding eye eying facade face faceting facile fade fading fake fame famine fan fancier fanfare fang fanning
fare fashioning fate fatigue fating faze fen fence fending foaling foamier foaming foci foe foliage fomenting fooling
footage footing fore forebode foreboding foreman foremen foresee foreseen fouling foxier foxing fueling fume fumigate
fumigating fuming fuse fuselage futile future fuze gage gaining gala gale galore game gaming gang gangling gangrene
gangrening gaping gate gating gaze gee geese gelatine gene genera generate generating genie genocide genre gentile gong
gouge guarantee guidance guide guideline guiding guile guinea guise gun gunman gunmen gunning guru guying ha hailing
hairier hale haling halo halve handier handing hang hanger harangue hare hate hating haying haze hazier he headache headier
heading healing heaping heating heeding heeling hen hence here heritage hesitate hesitating house hue huge human humane
humaner humanize humiliate humiliating hunting jibing jingle jingling jinxing jubilee junketing junta jute keeling keen
keener keening keeping ken kenneling keying lace lacier lade lading lake lame lamenting laming lance landing lane language
late latitude laying lazier leading league leakage lean leaner leaning leaping lease lee leer leerier legalize legume
leisure lemonade lending lexica lice licence license lichen lie ligature like likelier liken likening lime liming limiting
limousine line lineage linen liner linger lingerie lingo lining linkage loading loan loaning locale localize locate
locating lone lonelier long longer looming loonie loonier looping loose loosen loosening looting loping lore lose louse
lousier lozenge lunge lupin lupine lure lute ma mace machete machine machining madame made magazine magenta mailing maiming
maize make malaria male malice mama man manage mandate mandating mane mange manger mangle mangling mango mania manicure
manlier manning manure mare maria marihuana marijuana marina marinate marinating marine maritime mate mating mature maxima
maximize maze me mealier mean meaner meaning meantime measure mechanize media median mediate mediating medicate medicating
medicine meditate meditating meeting memo memoranda memorize men menace mending mentioning menu mere meridian meriting mete
meting mice mien mike mile mileage militate militating militia mime miming mince minding mine miner mingle mingling
minimize mining minting minute minuting mire misuse mite mitigate mitigating mixing moan moaning mobile mobilize mode
modeling modulate modulating module mole molecule moo moodier mooning moose mooting moping more motioning mouse mousier mu
mule muse mushier musician mutate mutating mute mutilate mutilating muting nailing name namesake naming nature nebula
nebulae needier needing negate negating nice niche niece nine nineteen nite nuance nude oboe ocean ode okaying omega omen
one ooze opaque opaquer open opener orange orangutan orangutang ore orienting outing oxide oxidize pa pace pagan page
paining palace palate pale paling palomino pan panacea pancake panda pane paneling pang panning pantie panting papa papaya
pare parentage parenting pate patience patio paying pen penalize penance pence penciling pending penning pensioning pi
piano pie piece pier pierce pike pile piling piloting pin pine pining pinioning pinning pioneer piping pique piranha pixie
podia poke polarize pole police policeman policemen poling polio polite polo pooling pooping populace populate populating
pore pose pouting puke pulverize puma pumice punier pure puree pushier qua quailing quake queasier queen queening queenlier
queer queerer querying quota quote quoting ran rang range ranger ranting re readier reading realize reaming reaping rebate
rebating rebinding rebuke recanting recede receding recite reciting recouping redeeming reduce reeling refueling refuge
refugee refuse refute refuting regaining regale regalia regaling regulate regulating relate relating relaxing relaying
release relegate relegating relenting reliance reloading relocate relocating remade remaining remake reminding remodeling
remote rename renaming rending renegade renegading renege renting reopen repaying repentance repenting repose repudiate
repudiating repute reputing rereading reroute rerouting resale resenting reside residing residue resume resuming retailing
retaining retaliate retaliating reticence retina retinae retire rice ride ridicule ridiculing riding rile riling rioting
ripen rise risen rite rouge rouse route routine routing rubier rude rue ruining rule ruling ruminate ruminating run rune
runnier running ruse sabotage safari saga sage sailing sake salami sale salute saluting salvage salve same sandier sanding
sane saner sang saree sari satire satirize saying sea sealing seaman seamen seaming seaside seating secede seceding secure
sedan sedate sedating seduce see seedier seeding seeming seen seepage seeping seer semen senate sending senile sense
sentience sequence serenade serenading serene serener sewage sexing shade shadier shading shake shaken shame shaming
shaping share she sheen sheer sheerer shelve shine shinier shining shire shouting shun shunning shunting side sideline
sidelining sidelong siding siege silence silo silver simile simulate simulating sine sire siren site siting situate
situating size song souping sue suede sugarier suicide suite suiting sun sundae sunken sunnier sunning sunrise sunshine
suntan suntanning sure taboo tabu tabulate tabulating tailing take taken tale tame taming tan tang tangerine tangle
tangling tango tanning tantalize taping tarantula taxi taxing tea teaming tease tee teeming teen teenage tenanting tenure
tide tidier tiding tie tier tile tiling time timelier timing ting tinge tingle tingling tinier tipi tire tong toucan
touchier touting tuba tubing tuna tune tuner tuning tunneling tureen wade wading wage wailing waiting wake waken wakening
wan wane waning wanna wanting warehouse warier waterier waxier waxing woe woke woken woman women woo woodier wooding woolen
woolie woolier wore xi yeti yodeling yoga yoke you zanier zeta
"""
_ORDINARY = frozenset(_WORDS.split())
#: Syllables of a name, and ways of reading it that are looked for.
_LEAST, _MOST, _MOST_WAYS = 2, 5, 24
_MOST_OF_A_SIGN = 5
#: No name is written in a longer word, accents and all.
_LONGEST = 80
#: A run of Latin letters, tones and all, and what stands between the parts of one name.
_WORD = re.compile(
    "(?:[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a][\u0300-\u036f]*)+"
)
_BETWEEN = re.compile(r"[\s'’‘`·.,，_\-]{1,3}")


def _readings() -> dict[str, tuple[str, ...]]:
    read: dict[str, tuple[str, ...]] = {}
    for seldom in (False, True):
        for group in _READ.split():
            syllable = group.rstrip(group.lstrip("abcdefghijklmnopqrstuvwxyz"))
            signs = group[len(syllable) :]
            if signs.startswith("-") is seldom:
                read.update((sign, (*read.get(sign, ()), syllable)) for sign in signs.lstrip("-"))
    return read


_READINGS = _readings()


def readings(sign: str) -> tuple[str, ...]:
    """How a simplified character is read, the usual way first; nothing for what isn't in the table."""
    return _READINGS.get(sign, ())


def forms_of(names: Iterable[str]) -> frozenset[str]:
    """The names in pinyin, written together, surname first and last; of Chinese names of two to five characters."""
    return frozenset(form for name in names for form in _forms(letters(name)))


@lru_cache(4_096)
def _forms(name: str) -> tuple[str, ...]:
    if not _LEAST <= len(name) <= _MOST or not all(map(readings, name)):
        return ()
    ways = sorted(
        product(*(enumerate(islice(_spelt(sign), _MOST_OF_A_SIGN)) for sign in name)),
        key=lambda way: sum(n for n, _ in way),
    )
    orders = (0, 1) if len(name) == _LEAST else (0, 1, 2)  # a surname may have two characters
    said = ([syllable for _n, syllable in way] for way in ways[:_MOST_WAYS])
    return tuple(dict.fromkeys("".join(way[n:] + way[:n]) for way in said for n in orders))


def _spelt(sign: str) -> Iterator[str]:
    """Its readings as they are written: 吕 is lü, lv, lu, and lyu on passports."""
    for said in readings(sign):
        yield from dict.fromkeys(said.replace("v", vowel) for vowel in ("u", "v", "yu"))


def places_in(text: str, forms: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where one of these forms stands, as whole words; no ordinary word of English, nor such words one behind the other."""
    if not forms:
        return
    words = [(m.start(), m.end(), _plain(m[0])) for m in _WORD.finditer(text) if len(m[0]) <= _LONGEST]
    for first, (start, end, said) in enumerate(words):
        joined, parts, last = said, [first], end
        if joined in forms and not _ordinary(text, words, parts):
            yield start, last
        for n in range(first + 1, min(first + _MOST, len(words))):
            if not _BETWEEN.fullmatch(text, last, words[n][0]):
                break
            joined, last = joined + words[n][2], words[n][1]
            parts.append(n)
            if joined in forms and not _ordinary(text, words, parts):
                yield start, last


def _ordinary(text: str, words: list[tuple[int, int, str]], parts: list[int]) -> bool:
    """Whether these are words of English; several that all begin in capitals are a name (He Ran, not: he ran)."""
    if any(words[n][2] not in _ORDINARY for n in parts):
        return False
    return len(parts) == 1 or not all(text[words[n][0]].isupper() for n in parts)


@lru_cache(8_192)
def _plain(word: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
    ).lower()
