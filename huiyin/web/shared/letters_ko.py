"""The letters' pieces in Korean as written in Yanbian; they stand below the Chinese, which is what counts."""

from __future__ import annotations

from huiyin.rules.vocabulary import Outcome, Route, Stage
from huiyin.web.shared.letters_parts import GAP, Kind, Tongue

_OPINIONS = {
    Outcome.SUPPORTED: (
        f"귀하의 요구는 사실이 명백하고 {GAP}의 규정에 맞으므로 "
        f"본단위는 지지합니다. 처리조치: {GAP}. 완성시간: {GAP}."
    ),
    Outcome.EXPLAINED: (
        f"귀하의 요구는 사유가 합리하지만 법률, 법규, "
        f"규정 또는 정책의 근거가 없으므로 다음과 같이 해석설명합니다: {GAP}."
    ),
    Outcome.NOT_SUPPORTED: (
        f"귀하의 요구는 사실근거가 없거나 {GAP}의 규정에 맞지 않으므로 "
        f"본단위는 지지하지 않습니다. 리유: {GAP}."
    ),
    Outcome.SETTLED: (
        f"조해를 거쳐 귀하와 {GAP}는 자원적으로 조해(화해)협의를 달성하였습니다. "
        f"주요내용: {GAP}. 협의서를 첨부합니다."
    ),
    Outcome.ADOPTED: f"연구를 거쳐 귀하의 건의를 채택합니다. 시달조치: {GAP}. 완성시간: {GAP}.",
    Outcome.PARTLY_ADOPTED: (
        f"연구를 거쳐 귀하의 건의를 일부 채택합니다. "
        f"채택한 부분과 시달조치: {GAP}. 채택하지 않은 부분과 리유: {GAP}."
    ),
    Outcome.NOT_ADOPTED: f"연구를 거쳐 귀하의 건의를 잠시 채택하지 않습니다. 리유: {GAP}.",
    Outcome.FED_BACK: f"처리결과를 다음과 같이 알려드립니다: {GAP}.",
    Outcome.UPHELD: f"{{opinion}}을 유지합니다. 리유: {GAP}.",
    Outcome.CHANGED: f"{{opinion}}을 변경합니다. 변경내용: {GAP}. 리유: {GAP}.",
    Outcome.REVOKED: (
        f"{{opinion}}을 취소하고 {{organ}}에서 번호 {{number}}로 다시 처리하고 새로 서면회답하게 합니다.{{term}} 리유: {GAP}."
    ),
}

_ROUTES = {
    Route.COURT: ("소송을 통하여 해결하여야 할 사항", "관할권이 있는 인민법원에 소송을 제기하십시오"),
    Route.RECONSIDERATION: (
        "행정재심의를 통하여 해결할수 있는 사항",
        "법정기한내에 관할권이 있는 행정재심의기관에 행정재심의를 신청하십시오",
    ),
    Route.PROCURATORATE: ("인민검찰원에서 법에 따라 처리하는 사항", "인민검찰원에 제기하십시오"),
    Route.POLICE: ("공안기관에서 법에 따라 처리하는 사항", "공안기관에 제기하십시오"),
    Route.ARBITRATION: ("중재를 통하여 해결하여야 할 사항", "관할권이 있는 중재기구에 중재를 신청하십시오"),
    Route.PARTY_APPEAL: (
        "당원의 신소사항",
        "당내의 관련 규정에 따라 관리권한이 있는 당조직에 신소하십시오",
    ),
    Route.ADMINISTRATIVE: (
        "행정재결, 행정확인, 행정허가, 행정처벌 등 절차를 통하여 해결할수 있는 사항",
        "권한이 있는 행정기관에 신청하십시오",
    ),
    Route.LAWFUL_DUTY: (
        "위법행위 조사처리 또는 법정직책 리행을 신청하는 사항",
        "해당 직책이 있는 행정기관에 신청하십시오. 그 기관에서 법에 따라 직책을 리행하거나 회답합니다",
    ),
    Route.DISCIPLINE: (
        "규률검사감찰기관에서 수리하는 검거고발",
        "관리권한이 있는 규률검사감찰기관에 제기하십시오",
    ),
    Route.OTHER_ORGAN: (
        "본단위의 직권범위에 속하지 않는 사항",
        "처리할 권한이 있는 기관, 단위에 제기하십시오",
    ),
    Route.ALREADY_HANDLED: (
        "처리할 권한이 있는 기관, 단위에서 이미 수리하여 규정된 기한내에 처리하고있는 사항",
        f"같은 사항을 중복하여 수리하지 않습니다. 원처리단위의 서면회답을 기다려주십시오(원사항번호: {GAP})",
    ),
    Route.WITHDRAWN: (
        "본인이 철회한 사항",
        "정황에 변화가 있으면 다시 제기할수 있습니다",
    ),
    Route.FINAL: (
        "이미 재심사를 거쳐 서면으로 회답한 사항",
        "계속 같은 사실과 리유로 제기하는 경우 각급 당위와 정부의 신소부문 및 기타 기관, 단위는 더는 수리하지 않습니다",
    ),
}

TONGUE = Tongue(
    code="ko",
    hello=(
        f"{GAP} 귀하:\n\n귀하께서 {{received}}에 제기하신 “{{title}}” 신소사항(번호: {{number}})을 접수하였습니다. "
        f"다음과 같이 회답합니다."
    ),
    hello_tip_off=f"{GAP} 귀하:\n\n귀하께서 {{received}}에 제기하신 문제(번호: {{number}})를 접수하였습니다.",
    hello_review=(
        f"{GAP} 귀하:\n\n귀하께서는 {{organ}}에서 {{answered}}에 “{{title}}”에 대하여 내린 {{opinion}}에 불복하여 "
        f"{{received}}에 {{act}}를 신청하셨습니다(번호: {{number}}). {{act}} 결과를 다음과 같이 회답합니다."
    ),
    hello_request=(
        f"{GAP} 귀하:\n\n귀하께서 “{{title}}” 신소사항에 대하여 {{received}}에 제기하신 {{act}} 신청(번호: {{number}})을 "
        f"접수하였습니다. 다음과 같이 회답합니다."
    ),
    hello_withdrawn=(
        f"{GAP} 귀하:\n\n귀하께서 {{received}}에 제기하신 “{{title}}” 신소사항(번호: {{number}})을 "
        f"자원하여 철회하셨음을 확인하고 처리를 끝냅니다."
    ),
    hello_request_withdrawn=(
        f"{GAP} 귀하:\n\n귀하께서 “{{title}}” 신소사항에 대하여 {{received}}에 제기하신 {{act}} 신청(번호: {{number}})을 "
        f"자원하여 철회하셨음을 확인하고 처리를 끝냅니다."
    ),
    request=f"1. 귀하의 요구\n{GAP}.",
    facts=f"2. 사실과 리유\n조사확인한 결과, {GAP}.",
    heads={Stage.FIRST: "처리의견", Stage.REVIEW: "재조사의견", Stage.RECHECK: "재심사의견"},
    acts={Stage.REVIEW: "재조사", Stage.RECHECK: "재심사"},
    anew_until=" 다시 처리하는 절차는 {until}까지 시작합니다.",
    anew_within=" 다시 처리하는 절차는 본의견서를 전달한 날부터 {days}근무일내에 시작합니다.",
    opinion="3. {head}\n{opinion}",
    basis=f"4. 근거\n{GAP}.",
    opinions=_OPINIONS,
    suggestion=f"귀하의 건의를 본단위는 {{law}}에 따라 연구하였습니다. 귀하의 건의: {GAP}.",
    thanks="우리 현의 사업에 대한 귀하의 관심과 지지에 감사드립니다.",
    confidence="{law}에 따라 귀하의 검거고발자료와 개인정황을 본단위는 법에 따라 비밀로 지킵니다.",
    review="본처리의견에 불복하는 경우 {law}에 따라 본의견서를 받은 날부터 30일내에 {organ}에 재조사를 신청할수 있습니다.",
    recheck="본재조사의견에 불복하는 경우 {law}에 따라 본의견서를 받은 날부터 30일내에 {organ}에 재심사를 신청할수 있습니다.",
    recheck_declined=(
        "본통지에 불복하는 경우 {law}에 따라 본통지서를 받은 날부터 30일내에 {organ}에 재심사를 신청할수 있습니다."
    ),
    final=(
        "{law}에 따라 본재심사의견에 불복하여 계속 같은 사실과 리유로 제기하는 경우 "
        "각급 당위와 정부의 신소부문 및 기타 기관, 단위는 더는 수리하지 않습니다."
    ),
    government="%s인민정부",
    organ_above=f"상급기관, 단위({GAP})",
    organ_next="직속 상급기관, 단위",
    addressee="신소인 귀하:",
    declined="심사한 결과 이 사항은 다음에 속합니다: {why}. {law}에 따라 {way}.",
    withdrawn="{way}.",
    withdrawn_above="원{opinion}은 그대로 효력이 있습니다",
    withdrawn_revoked=("원{opinion}은 {day}에 취소되였고 이 사항은 번호 {number}로 다시 처리합니다"),
    withdrawn_anew=("이 사항은 {day}부터 번호 {number}로 다시 처리하고있으며 새 처리의견을 따로 내립니다"),
    anew_since=(
        "이 사항은 {day}부터 번호 {number}로 다시 처리하고있으며 새 처리의견을 따로 내립니다. 본의견은 원처리의견에 대한것이며 "
        "새 처리의견에 대하여서는 법에 따라 따로 재조사를 신청할수 있습니다."
    ),
    withdrawn_again=". {day}까지(그날 포함) {act}를 다시 신청할수 있습니다",
    withdrawn_asked=". 귀하께서 다시 신청하신 {act}(번호: {number})는 따로 처리합니다",
    first_step=f"먼저 하실 일: {GAP}(어디로, 어떤 자료를 가지고, 련락전화).",
    routes=_ROUTES,
    extension=(
        f"{GAP}로 인하여 60일내에 완결하기 어렵습니다. {{law}}에 따라 "
        f"본단위 책임자의 비준을 거쳐 처리기한을 연장합니다."
    ),
    extended=(
        "귀하께서 {received}에 제기하신 “{title}” 신소사항(번호: {number})의 처리기한을 {days}일 연장합니다. "
        "원래의 완결기한은 {old}까지이고 연장후에는 {new}까지입니다."
    ),
    extended_law="이번 연장은 {law}에 따라 본단위 책임자의 비준을 거쳤습니다.",
    extended_why="연장 리유: {reason}",
    press_urge=(
        "이 사항은 처리기한이 가까왔거나 지났습니다. "
        "다그쳐 처리하고 기한내에 신소인에게 회답하며 처리정황을 우리 부에 보고하십시오."
    ),
    press_supervise=(
        "이 사항을 감독처리합니다. "
        "요구대로 처리하지 못한 원인과 다음 조치를 기한내에 우리 부에 서면으로 회답하십시오."
    ),
    paper_supervise=(
        "귀 단위에서 처리하는 “{title}” 신소사항(번호: {number})에 대하여 {law}에 따라 감독처리합니다. 감독처리 리유: {why}. "
        "다음의 요구대로 처리하고 {until}까지 처리정황을 서면으로 회답하십시오."
    ),
    paper_escalate=(
        "귀 단위에서 처리하는 “{title}” 신소사항(번호: {number})을 {serial}로 감독처리하였으나 {law}에 따라 급을 올려 "
        "감독처리합니다. 감독처리 급: {level}. 감독처리 리유: {why}. "
        "다음의 요구대로 처리하고 {until}까지 처리정황을 서면으로 회답하십시오."
    ),
    paper_advise=(
        "“{title}” 신소사항(번호: {number})에 대하여 {law}에 따라 귀 단위에 {advice}에 관한 건의를 제기합니다. "
        "연구하여 처리하고 {until}까지 채납정황을 서면으로 회답하십시오. 건의의 내용은 다음과 같습니다."
    ),
    unit="{unit} 앞:",
    unsaid="내용 비공개",
    papers={
        "supervise": "감독처리통지서",
        "escalate": "급올림 감독처리통지서",
        "improve_work": "사업개진건의서",
        "improve_policy": "정책보완건의서",
        "hold_responsible": "책임추궁건의서",
    },
    accepted=(
        f"{GAP} 귀하:\n\n"
        "귀하께서 {received}에 제기하신 “{title}” 신소사항(번호: {number})을 접수하였습니다. "
        "{law}에 따라 본단위는 이를 수리하기로 결정하였습니다."
    ),
    hold_to="본단위는 {until}까지 처리를 완결하고 귀하께 서면으로 회답합니다.",
    titles={
        Kind.ACCEPTED: "신소사항 수리통지서",
        Kind.OPINION: "신소사항 처리의견서",
        Kind.REVIEW: "신소사항 재조사의견서",
        Kind.RECHECK: "신소사항 재심사의견서",
        Kind.SUGGESTION: "건의처리 회답서",
        Kind.TIP_OFF: "검거고발 처리정황 통지서",
        Kind.DECLINED: "신소사항 불수리통지서",
        Kind.WITHDRAWN: "신소사항철회확인서",
        Kind.EXTENDED: "처리기한연장 통지서",
    },
    number="번호",
    printed="본문건은 신소시스템에서 인쇄한것으로 열람용입니다. 공인이 찍힌 서면문건과 다른 경우 서면문건을 기준으로 합니다.",
)
