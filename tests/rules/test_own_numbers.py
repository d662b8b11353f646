"""Which numbers in somebody's own words lead to a person, and which are needed."""

from __future__ import annotations

import pytest

from huiyin.rules.hiding import Told, blotted
from huiyin.rules.own_numbers import MOST, all_told, emails_told, numbers_told
from huiyin.rules.written import with_zeros


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我的电话19900007777，白天打", {"19900007777"}),
        ("手机 199 0000-7777", {"19900007777"}),
        ("１９９００００７７７７", {"19900007777"}),
        ("一九九零零零零七七七七", {"19900007777"}),
        ("+86 199 0000 7777", {"19900007777"}),
        ("家里0433-2200001", {"0433-2200001"}),
        ("（0433）2200001", {"0433-2200001"}),
        ("座机2200001", {"2200001"}),
        ("儿子在韩国：+82 10-1234-5678", {"+821012345678"}),
        ("身份证999999195001010042", {"999999195001010042"}),
        ("999999 19500101 004x", {"99999919500101004X"}),
        ("卡号6222 0000 0000 0000 123", {"6222000000000000123"}),
        ("QQ：1234567890", {"1234567890"}),
        ("전화 2200001", {"2200001"}),
        ("请打12345，或者110，公司热线400-800-8888", set()),
        ("信访件222424-20261129-00021-2", set()),
        ("2026年11月29日交了1234567元，合同20260001号", set()),
        ("住夜施路三号，7栋3单元402室", set()),
        ("", set()),
    ],
)
def test_what_leads_to_a_person_is_found_and_nothing_else(text: str, found: set[str]) -> None:
    assert numbers_told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话8812351、8812352", {"8812351", "8812352"}),
        ("电话：8812351或8812353", {"8812351", "8812353"}),
        ("전화 8812360, 8812361", {"8812360", "8812361"}),
        ("电话8812351（家里）8812352（单位）", {"8812351", "8812352"}),
        ("手机19900002011、8812352", {"19900002011", "8812352"}),
        ("电话0433-8812383；8812352", {"0433-8812383", "8812352"}),
        ("0433 881 2383", {"0433-8812383"}),
        ("电话 881-2385", {"8812385"}),
        ("电话 88-12-385", {"8812385"}),
        ("电话(199)00002012", {"19900002012"}),
        ("手机：199 0000 2008/2009", {"19900002008", "19900002009", "199000020082009"}),
        ("座机8812351/52", {"8812351", "8812352", "881235152"}),
        ("电话是：一九九○○○○二○二二", {"19900002022"}),
        ("传真8812374", {"8812374"}),
        ("小灵通8812372", {"8812372"}),
        ("打给我：8812381", {"8812381"}),
        ("打8812349找我", {"8812349"}),
        ("农行8800480071234567891", {"8800480071234567891"}),
        ("工资卡8800480071234567891", {"8800480071234567891"}),
        ("中国银行 8800 8571 0000 7234 567", {"8800857100007234567"}),
        ("账号 8800710111015200001234", {"8800710111015200001234"}),
        ("扣扣号812345679", {"812345679"}),
        ("999999500101004", {"999999500101004"}),
        ("护照E88234568", {"E88234568"}),
        ("电话199,0000,7701", {"19900007701"}),
        ("199/0000/7702，199、0000、7703", {"19900007702", "19900007703"}),
        ("199**0000**7704", {"19900007704"}),
        ("008619900007704", {"19900007704"}),
        ("1990000l705，199OO007706", {"19900001705", "19900007706"}),
        ("电话0433/2207706", {"0433-2207706"}),
        ("退款打到6200 0000 0000 0000 000", {"6200000000000000000"}),
        ("退款打到6200 0000 0000 0000 001", set()),
        ("999999195001O10042", {"999999195001010042"}),
        ("水表号码2207709，发票号码22077091，房产证号码2207709", set()),
        ("我的号码2207709", {"2207709"}),
        ("한국 전화 010-9123-4567, 또는 82-10-9123-4568", {"+821091234567", "+821091234568"}),
        ("199,0000;7701", set()),
        ("电话反映20261102，至今没人来", set()),
        ("联系了3000000元的工程", set()),
        ("电话费2000000元", set()),
        ("电话费2000000", set()),
        ("打了2000000，打2000000元没打够", set()),
        ("账户余额123456789012元", set()),
        ("银行贷款 1234 5678 9012 3456 元", set()),
        ("联系供水8812351吨，电话反映300万度", set()),
        ("身份证下1号，账户3个，银行12家", set()),
        ("外国人登录证 650101-5123456", {"6501015123456"}),
        ("외국인등록번호: 6501015123456", {"6501015123456"}),
        ("서울 02-1234-5678, 031-123-4567로", {"+82212345678", "+82311234567"}),
        ("02-2024-0512，HT-02-1234-5678", set()),
        ("한국 0082-10-9123-4567, +82(0)10-9123-4568", {"+821091234567", "+821091234568"}),
        ("+86 433 220 0001", {"0433-2200001"}),
        ("연락처 8823456", {"8823456"}),
        ("mobile: 8823456, cell 882-3457", {"8823456", "8823457"}),
        ("call me at 8823456", {"8823456"}),
        ("请拨8823456找我", {"8823456"}),
        ("mobile 2000000 yuan", set()),
        ("passport no. E88234568", {"E88234568"}),
        ("여권번호 M123A4567", {"M123A4567"}),
        ("199（0000）7777，199。0000。7778", {"19900007777", "19900007778"}),
        ("一卡通8800480071234567891", {"8800480071234567891"}),
        ("bank account 8800480071234567891", {"8800480071234567891"}),
        ("통장번호 880-123-456789", {"880123456789"}),
        ("账户号880123456789", {"880123456789"}),
        ("工行流水号1234567890123456，邮政快递单号1234567890123457", set()),
        ("村镇规划编号2224242024000123456，农行贷款合同22010120240001234号", set()),
        ("医院住院号0012345678，户号：0433998877", set()),
        ("户号0433998877，电话0433998877", set()),
        ("电表号04332200001，电话0433-2200002", {"0433-2200002"}),
        ("投资19900000000元，电话19900007777元旦前打", {"19900007777"}),
        ("제 번호는 19900007777 원하시면 전화 주세요", {"19900007777"}),
        ("19900007777원장님께, 19900007778 원래 번호", {"19900007777", "19900007778"}),
        ("手机19900007777元先生", {"19900007777"}),
        ("총액 19900000000원입니다, 19900000001원을 냈다, 19900000002 원.", set()),
        (
            "银行储户号8800480071234567890，银行客户号8800480071234567891",
            {"8800480071234567890", "8800480071234567891"},
        ),
        ("微信用户号12345678", {"12345678"}),
        ("第35条第2款，3.5亩，2026年11月28日8时30分，7栋3单元402室，307200元", set()),
    ],
)
def test_numbers_as_people_write_them_and_what_is_none(text: str, found: set[str]) -> None:
    assert numbers_told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("微信wangli8899", {"wangli8899"}),
        ("微信号：wx_kim7788", {"wx_kim7788"}),
        ("微信号ceshiren", {"ceshiren"}),
        ("카톡 kim7788", {"kim7788"}),
        ("ｖｘ：ｋｉｍ７７８８", {"kim7788"}),
        ("kim3 at example.org", {"kim3@example.org"}),
        ("kim3(at)example.org", {"kim3@example.org"}),
        ("微信group里说的，微信支付", set()),
        ("avx12345678", set()),
        ("微信：zhangsan，wx: lisi88", {"zhangsan", "lisi88"}),
        ("v信 wangwu66", {"wangwu66"}),
        ("abc99@qq点com", {"abc99@qq点com"}),
        ("kim＠example．org", {"kim@example.org"}),
        ("Email me at the office at 9.30, look at village.hall", set()),
        ("카톡아이디는 hanul1990, 위챗 아이디는 hanulkim입니다", {"hanul1990", "hanulkim"}),
        ("위챗번호 hanul1990", {"hanul1990"}),
        ("Kakao ID hanul1990, KakaoTalk: hanulkim", {"hanul1990", "hanulkim"}),
        ("Telegram @hanul1990", {"hanul1990"}),
        ("WeChat ID is hanulkim.", {"hanulkim"}),
        ("WeChat ID hanulkim", {"hanulkim"}),
        ("微信IDhanulkim", {"hanulkim"}),
        ("my WeChat ID is blocked. WeChat ID cannot be used", set()),
        ("微信（hanul1990），我的微信就是hanul1991", {"hanul1990", "hanul1991"}),
        ("加我v hanul1990", {"hanul1990"}),
        ("微信（group）", set()),
    ],
)
def test_names_under_which_somebody_is_found(text: str, found: set[str]) -> None:
    assert emails_told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "电话8812351、8812352", "0433 881 2383", "手机：199 0000 2008/2009", "座机8812351/52", "微信wx_kim7788",
        "电话是：一九九○○○○二○二二", "中国银行 8800 8571 0000 7234 567", "kim3 at example.org", "电话(199)00002012",
        "999999500101004", "护照E88234568", "카톡 kim7788", "199,0000,7701", "199**0000**7704",
        "199OO007706", "010-9123-4567", "+82 10 9123 4567", "电话0433/2207706", "abc99@qq点com", "wx: lisi88",
        "650101-5123456", "02-1234-5678", "199（0000）7777", "kim＠example．org", "通行证E88234568",
        "call me at 8823456", "passport no. E88234568", "카톡아이디는 kimhanul",
        "我的微信kimhanul", "残疾证号：22242419800101432144", "📱8812345", "국민은행 123-456789-01-234",
    ],
)  # fmt: skip
def test_what_is_found_is_taken_out_where_it_stands(text: str) -> None:
    told = Told(numbers=numbers_told(text), emails=emails_told(text))
    left = blotted(text, told, lambda _sign, _words: "*")
    assert not any(sign.isdigit() or sign in "一二九○" for sign in left), left
    assert "kim" not in left


def test_beyond_so_many_whatever_looks_like_a_number_is_hidden() -> None:
    many = [f"1990000{n:04d}" for n in range(MOST + 50)]
    numbers, emails, crowded = all_told(["、".join(many), "另有kim@example.org"])
    assert (len(numbers), emails, crowded) == (MOST + 1, set(), True)
    told = Told(numbers=numbers, emails=emails, crowded=crowded)
    text = "、".join(many) + "，１９９○○○○９９９９，QQ12345，kim@example.org，2026-11-02来的3个人"
    assert blotted(text, told, lambda _sign, _words: "*").endswith("、*，*，QQ*，*，2026-11-02来的3个人")
    assert "19900000" not in blotted(text, told, lambda _sign, _words: "*")


def test_a_number_with_its_area_code_is_found_without() -> None:
    assert blotted("打8812383", Told(numbers={"04338812383"}), lambda _sign, _words: "*") == "打*"


def test_few_are_told_whole() -> None:
    assert all_told(["19900007777", "kim@example.org"]) == ({"19900007777"}, {"kim@example.org"}, False)


def test_many_addresses_are_held_against_a_text_in_one_look_each() -> None:
    text = "，".join(f"u{n}@example.org" for n in range(1_500))
    _, emails, crowded = all_told([text] * 5)
    assert (len(emails), crowded) == (MOST + 1, True)
    assert "@" not in blotted(text, Told(emails=emails, crowded=crowded), lambda _sign, _words: "*")


def test_circles_that_are_no_zero_stay() -> None:
    assert with_zeros("王○○ 2○2○，一九◯") == "王○○ 2〇2〇，一九〇"


def test_long_runs_of_figures_are_no_number_and_cost_little() -> None:
    assert numbers_told("1" * 200_000) == set()


def test_email_addresses_however_the_sign_is_written() -> None:
    assert emails_told("写到 jin@example.org 或 kim ＠ example.org。") == {
        "jin@example.org",
        "kim@example.org",
    }
    assert emails_told("没有") == set()
    assert emails_told("kim at example.com联系我，lee at example.co.jp입니다") == {
        "kim@example.com",
        "lee@example.co.jp",
    }
    assert emails_told("Email me at the office at 9.30, look at village.hall") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我的微信kimhanul，加我微信 hanulkim", {"kimhanul", "hanulkim"}),
        ("我的微信account被封了，加我微信group", set()),
        ("残疾证号：22242419800101432144", {"22242419800101432144"}),
        ("22242419800101432199", set()),
        (
            "打到我卡上9558 8012 3456 7890 123，她的卡6222021001112345678",
            {"9558801234567890123", "6222021001112345678"},
        ),
        ("卡车订单号：2025112012345678，卡里有1000000000000000元", set()),
        ("☎8812345 📱8812346", {"8812345", "8812346"}),
        ("국민은행 123-456789-01-234, 농협 302-1234-5678-91", {"12345678901234", "3021234567891"}),
        ("농협 2025-10-20 대출, 은행 10-20-30", set()),
    ],
)
def test_what_else_leads_to_somebody_as_people_write_it(text: str, found: set[str]) -> None:
    assert numbers_told(text) | emails_told(text) == found
