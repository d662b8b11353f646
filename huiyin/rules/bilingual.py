"""What people complain of, in Chinese and in Korean: so that a matter is known whichever of the two it is told in.

No translation: a list of things, read both ways, written for this house. What isn't in it isn't known across languages.
Korean comes as it is written in Yanbian, then as elsewhere. A word stands for its thing wherever it stands: endings follow it,
compounds are written in one or apart (``_`` may be a blank).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from huiyin.rules.tokens import fold

_THINGS = """
自来水 | 수도물 수돗물 상수도 급수
停水 断水 | 물이_나오지_않 물이_안_나 물이_끊 단수 수도가_끊 물이_안나
水压 | 수압 물살
水管 管道 | 수도관 물관 관로 파이프 송수관 도관
水费 自来水费 | 물값 수도세 수도료금 수도요금
水质 | 물이_흐리 수질 흙물 녹물
水井 | 우물
漏水 渗漏 | 물이_새 물이_샌 루수 누수
停电 断电 | 정전 전기가_끊 전기가_나가 단전 전기가_안
供电 电网 | 전기공급 전력공급 전력
电费 | 전기세 전기료금 전기요금 전기값
电线 线路 | 전기줄 전선 전기선
变压器 | 변압기
供暖 暖气 供热 | 난방 열공급 스팀 스팀난방 온수난방 집이_춥 방이_춥 추워서 추워
热力公司 | 열력회사 난방회사 열공급회사
取暖费 供热费 | 난방비 열공급료금 스팀비
锅炉 | 보일러
燃气 煤气 | 가스 석탄가스
下水道 排水 | 하수도 배수 하수구 하수관
污水 | 오수 구정물 더러운_물 페수 폐수
积水 内涝 | 물이_고이 물이_고여 침수 물에_잠
井盖 | 맨홀 뚜껑
洪水 防汛 | 홍수 큰물 물란리
河道 河堤 | 강뚝 강둑 제방 하천
垃圾 | 쓰레기 오물
垃圾桶 | 쓰레기통
厕所 公厕 | 변소 화장실 위생실
油烟 | 기름연기 기름_연기 료리_연기 연기냄새
饭店 餐馆 | 식당 음식점 료리점 요리집
烧烤 | 뀀점 꼬치구이 양고기뀀 구이집
烟囱 烟道 | 굴뚝 연통
异味 臭味 | 냄새 악취 구린내
噪音 扰民 | 소음 시끄러 떠들썩 시끄럽 확성기 고성기
广场舞 | 광장무 광장춤
夜间施工 | 밤시공 야간시공 야간공사 밤중에_공사
施工 工地 | 시공 공사장 공사판 공사현장
灰尘 扬尘 | 먼지 흙먼지
污染 环保 | 오염 환경보호 환경오염
焚烧 秸秆 | 짚대 소각 짚을_태 불태우 쓰레기를_태
养殖场 粪便 | 양식장 사양장 돼지우리 양돈장 똥냄새 분뇨 가축분뇨
采石 砂石 | 채석 모래 골재
道路 路面 修路 | 도로 길이_패 길이_나빠 길이_파 도로수리 길_수리 포장도로 길닦
坑洼 | 구뎅이 구덩이 웅뎅이 패여 움푹
路灯 | 가로등
红绿灯 | 신호등
斑马线 | 횡단보도 건늠길
人行道 | 보행도로 사람길 인도가 인도에 인도우
桥梁 | 교량 다리_공사 다리를_놓 다리가_무너 다리가_끊
积雪 除雪 | 눈치기 제설 눈이_쌓 눈을_치
结冰 | 얼음판 결빙 미끄러
停车 停车位 | 주차 주차장 차를_세
公交车 班车 | 공공뻐스 시내뻐스 시내버스 뻐스 버스 공공버스
出租车 | 택시
铁路 火车 | 철도 기차 렬차 열차
超载 货车 | 과적 화물차 짐차
快递 | 택배 속달
网络 宽带 | 인터네트 인터넷 와이파이
信号 | 전화신호 휴대폰신호 손전화신호
电梯 | 승강기 엘리베이터
物业 物业费 | 물업 물업비 관리비 관리소 물업회사
业主委员会 | 업주위원회
小区 | 소구역 아빠트단지
楼道 | 층계 복도 계단
屋顶 | 지붕
墙体 开裂 | 벽이_갈라 벽이_터 균렬 균열 금이_가
保温 | 보온
危房 | 위험한_집 위험가옥 위험주택 낡은_집
违章建筑 违建 | 위법건축 위법건물 무허가 불법건축
拆迁 | 철거
征地 | 토지징수 땅을_징수 징용
补偿款 补偿 | 보상금 토지보상 땅값 이주보상 보상을
安置房 回迁 | 안치주택 이주주택 재입주
房产证 产权 不动产 | 집문서 부동산증 가옥소유증 재산권
开发商 交房 | 개발상 개발업체 입주
公积金 | 공적금 주택공적금
廉租房 公租房 | 렴가임대 공공임대 임대주택
房租 租金 | 집세 임대료
宅基地 | 택지 집터
土地承包 承包地 | 토지도급 도급지 도급땅 토지승포
土地流转 | 토지류전 땅을_빌려 토지임대
确权 | 권리확인 확권
耕地 农田 | 경작지 논밭 농토 밭을
水田 | 논에 벼논 논물
灌溉 水渠 | 관개 물도랑 수로 물길
种子 | 종자 씨앗
化肥 农药 | 화학비료 비료 농약
粮食补贴 粮补 | 식량보조 량식보조 농사보조 보조금
收购 | 수매
玉米 | 옥수수 강냉이
水稻 大米 | 벼농사 입쌀 벼를
人参 木耳 | 인삼 검정귀버섯 목이버섯
黄牛 养牛 | 소사양 황소 소를_치
林地 砍伐 | 산림 림지 벌목 나무를_베
野猪 | 메돼지 멧돼지
狗 犬只 | 개를_풀 개짖 들개 사나운_개 개똥
村委会 | 촌민위원회 촌위원회
村干部 村支书 | 촌간부 촌지서 촌장
村务公开 账目 | 촌무공개 장부 재정공개
集体资产 | 집체재산 집체자산
低保 | 최저생활보장 디보 저소득보장
救助 困难 | 구제 생활난 생활이_어려 곤난 어려운_살림
五保 特困 | 오보호 특곤
残疾 残疾人 | 장애 장애인 불구
养老院 | 양로원 로인원 요양원
养老金 退休金 | 양로금 퇴직금 로임퇴직 연금
养老保险 | 양로보험
社保 社会保险 | 사회보험
医保 报销 | 의료보험 의보 치료비 의료비 수술비 치료받은_비용
医院 | 병원
医生 | 의사가 의사는 의사의 의사들 의사선생
卫生院 村医 | 위생원 위생소 촌의사
药品 | 약값 약품 약이_없
手术 | 수술
疫苗 | 예방주사 백신 왁찐
救护车 | 구급차
殡葬 墓地 | 장례 묘지 무덤 산소를
工资 欠薪 拖欠工资 | 로임 임금 월급 품삯 로임체불 임금체불
农民工 | 농민공
劳动合同 | 로동계약 노동계약
加班 | 초과근무 연장근무
工伤 | 산재 공상 일하다_다치
辞退 | 해고 내쫓
就业 招聘 | 취업 일자리 초빙
培训 | 양성반 강습
出国劳务 | 해외로무 출국로무 한국로무
退伍军人 | 퇴역군인 제대군인
户口 户籍 | 호적 호구
身份证 | 신분증
护照 签证 | 려권 여권 비자 사증
学校 | 학교
老师 教师 | 교원 선생님 교사
学生 | 학생
幼儿园 | 유치원
入学 学区 | 입학 학구
补课 收费 | 과외 보충수업 비용을_받
校服 | 교복
校车 | 통학뻐스 통학차 학교뻐스 통학버스
食堂 | 구내식당 학교식당 급식
朝鲜语 民族教育 | 조선어 조선말 민족교육
双语 标识 | 두_언어 이중언어 간판글
图书馆 文化馆 | 도서관 문화관 문화소
老年活动室 | 로인활동실 로인독보조 로년협회 노인회관
健身器材 | 운동기구 체육기구
食品 过期 | 식품 기한이_지난 상한_음식
假货 消费者 | 가짜 소비자
退款 退货 | 환불 반품 돈을_돌려
发票 | 령수증 영수증
价格 涨价 | 가격 물가 값을_올
乱收费 | 마구_받 잡비 비용을_함부로
诈骗 | 사기군 사기를 사기당 사기에 속혀서 속아서
集资 | 모금 자금모집
银行 贷款 | 은행 대부금 대출
网购 | 인터넷구매 인터네트구매
预付卡 会员卡 | 회원카드 선불카드
旅游 | 관광 려행 여행
烟花 爆竹 | 폭죽 불꽃
消防 火灾 | 소방 화재 불이_나
安全隐患 | 안전사고 위험 안전위험
派出所 公安 | 파출소 공안
报警 | 신고했 경찰
打架 | 싸움 때리
赌博 | 도박 마작
偷盗 | 도적 도둑 절도
法院 执行 | 법원 집행
举报 不作为 | 고발 일을_하지_않는_간부
办证 | 증명서 수속
窗口 服务态度 | 창구 태도가 복무태도
政务公开 | 정무공개
房屋维修 | 집수리 가옥수리
绿化 树木 | 록화 가로수 나무가
公园 广场 | 공원 광장
监控 摄像头 | 감시카메라 카메라
卫生 | 위생 청소
老鼠 蚊虫 | 쥐가 모기 파리가
"""
#: Written whole, or put together of its letters.
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]{2}")


def _read() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for line in _THINGS.split("\n"):
        if line:
            chinese, korean = line.split(" | ")
            yield tuple(chinese.split()), tuple(korean.split())


#: Each thing with its Chinese and its Korean words.
THINGS = tuple(_read())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest word first; a blank that may be missing for each ``_``."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(word.replace("_", " ?") for word in ordered))


_CHINESE: Mapping[str, tuple[str, ...]] = {
    word.replace("_", ""): chinese for chinese, korean in THINGS for word in korean
}
_KOREAN: Mapping[str, tuple[str, ...]] = {
    word: tuple(name.replace("_", " ") for name in korean) for chinese, korean in THINGS for word in chinese
}
_KOREAN_WORDS = _any_of(chain.from_iterable(korean for _, korean in THINGS))
_CHINESE_WORDS = _any_of(_KOREAN)


def has_korean(text: str) -> bool:
    """Whether two letters of the Korean alphabet stand beside each other in it."""
    return _HANGUL.search(text) is not None


def chinese_for(text: str) -> tuple[str, ...]:
    """The Chinese words for the things that a text names in Korean, each once, in their order; none for a Chinese text."""
    if not has_korean(text):
        return ()
    found = (_CHINESE[word.replace(" ", "")] for word in _KOREAN_WORDS.findall(fold(text)))
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def korean_for(folded: str) -> tuple[str, ...]:
    """The Korean words for the things that a folded text names in Chinese, each once, in their order."""
    found = (_KOREAN[word] for word in _CHINESE_WORDS.findall(folded))
    return tuple(dict.fromkeys(chain.from_iterable(found)))
