"""The letters' pieces in Chinese, in the words of 信访工作条例."""

from __future__ import annotations

from huiyin.rules.vocabulary import Outcome, Route, Stage
from huiyin.web.shared.letters_parts import GAP, Kind, Tongue

_OPINIONS = {
    Outcome.SUPPORTED: f"您的请求事实清楚，符合{GAP}的规定，本单位予以支持。办理措施：{GAP}；完成时间：{GAP}。",
    Outcome.EXPLAINED: f"您的请求事由合理，但缺乏法律、法规、规章或者政策依据，现解释说明如下：{GAP}。",
    Outcome.NOT_SUPPORTED: f"您的请求缺乏事实根据，或者不符合{GAP}的规定，本单位不予支持。理由：{GAP}。",
    Outcome.SETTLED: f"经调解，您与{GAP}自愿达成调解（和解）协议，主要内容：{GAP}。协议书附后。",
    Outcome.ADOPTED: f"经研究，您的建议予以采纳。落实措施：{GAP}；完成时间：{GAP}。",
    Outcome.PARTLY_ADOPTED: f"经研究，您的建议部分采纳。采纳的部分及落实措施：{GAP}。未采纳的部分及理由：{GAP}。",
    Outcome.NOT_ADOPTED: f"经研究，您的建议暂未采纳。理由：{GAP}。",
    Outcome.FED_BACK: f"现将处理结果反馈如下：{GAP}。",
    Outcome.UPHELD: f"维持{{opinion}}。理由：{GAP}。",
    Outcome.CHANGED: f"变更{{opinion}}。变更为：{GAP}。理由：{GAP}。",
    Outcome.REVOKED: f"撤销{{opinion}}，由{{organ}}以编号{{number}}重新办理并作出新的书面答复{{term}}。理由：{GAP}。",
}

_ROUTES = {
    Route.COURT: ("属于应当通过诉讼解决的事项", "请向有管辖权的人民法院提起诉讼"),
    Route.RECONSIDERATION: (
        "属于可以通过行政复议解决的事项",
        "请在法定期限内向有管辖权的行政复议机关申请行政复议",
    ),
    Route.PROCURATORATE: ("属于人民检察院依法办理的事项", "请向人民检察院提出"),
    Route.POLICE: ("属于公安机关依法办理的事项", "请向公安机关提出"),
    Route.ARBITRATION: ("属于应当通过仲裁解决的事项", "请向有管辖权的仲裁机构申请仲裁"),
    Route.PARTY_APPEAL: ("属于党员申诉事项", "请按照党内有关规定，向有管理权限的党组织申诉"),
    Route.ADMINISTRATIVE: (
        "属于可以通过行政裁决、行政确认、行政许可、行政处罚等程序解决的事项",
        "请向有权的行政机关提出申请",
    ),
    Route.LAWFUL_DUTY: (
        "属于申请查处违法行为、履行法定职责的事项",
        "请向负有该项职责的行政机关提出申请，由其依法履行职责或者答复",
    ),
    Route.DISCIPLINE: ("属于纪检监察机关受理的检举控告", "请向有管理权限的纪检监察机关提出"),
    Route.OTHER_ORGAN: ("不属于本单位职权范围", "请向有权处理的机关、单位提出"),
    Route.ALREADY_HANDLED: (
        "已由有权处理的机关、单位受理，正在规定期限内办理",
        f"对同一事项不再重复受理。请等待原办理单位的书面答复（原事项编号：{GAP}）",
    ),
    Route.WITHDRAWN: ("已由您本人撤回", "如情况有变化，您仍可以再次提出"),
    Route.FINAL: (
        "已经复核，并已书面答复",
        "您仍以同一事实和理由提出投诉请求的，各级党委和政府信访部门以及其他机关、单位不再受理",
    ),
}

TONGUE = Tongue(
    code="zh-hans",
    hello=f"{GAP}：\n\n您于{{received}}提出的“{{title}}”信访事项（编号：{{number}}）收悉。现答复如下：",
    hello_tip_off=f"{GAP}：\n\n您于{{received}}反映的问题（编号：{{number}}）收悉。",
    hello_review=(
        f"{GAP}：\n\n您不服{{organ}}于{{answered}}就“{{title}}”作出的{{opinion}}，于{{received}}请求{{act}}（编号：{{number}}）。"
        f"现{{act}}如下："
    ),
    hello_request=(
        f"{GAP}：\n\n您于{{received}}就“{{title}}”信访事项提出的{{act}}请求（编号：{{number}}）收悉。现答复如下："
    ),
    hello_withdrawn=(
        f"{GAP}：\n\n您于{{received}}提出的“{{title}}”信访事项（编号：{{number}}），您已自愿撤回，现予确认并终结办理。"
    ),
    hello_request_withdrawn=(
        f"{GAP}：\n\n您于{{received}}就“{{title}}”信访事项提出的{{act}}请求（编号：{{number}}），您已自愿撤回，现予确认并终结办理。"
    ),
    request=f"一、您的请求\n{GAP}。",
    facts=f"二、事实和理由\n经调查核实，{GAP}。",
    heads={Stage.FIRST: "处理意见", Stage.REVIEW: "复查意见", Stage.RECHECK: "复核意见"},
    acts={Stage.REVIEW: "复查", Stage.RECHECK: "复核"},
    anew_until="，在{until}前（含当日）启动重新办理",
    anew_within="，自本意见书送达之日起{days}个工作日内启动重新办理",
    opinion="三、{head}\n{opinion}",
    basis=f"四、依据\n{GAP}。",
    opinions=_OPINIONS,
    suggestion=f"对您的建议，本单位依照{{law}}进行了研究。您建议：{GAP}。",
    thanks="感谢您对本县工作的关心和支持。",
    confidence="依照{law}，您的检举控告材料和个人情况，本单位依法保密。",
    review="如不服本处理意见，您可以依照{law}，自收到本意见书之日起三十日内，请求{organ}复查。",
    recheck="如不服本复查意见，您可以依照{law}，自收到本意见书之日起三十日内，请求{organ}复核。",
    recheck_declined="如不服本告知，您可以依照{law}，自收到本告知书之日起三十日内，请求{organ}复核。",
    final=(
        "依照{law}，您对本复核意见不服，仍以同一事实和理由提出投诉请求的，"
        "各级党委和政府信访部门以及其他机关、单位不再受理。"
    ),
    government="%s人民政府",
    organ_above=f"上一级机关、单位（{GAP}）",
    organ_next="上一级机关、单位",
    addressee="信访人：",
    declined="经审查，该事项{why}。依照{law}，{way}。",
    withdrawn="{way}。",
    withdrawn_above="原{opinion}仍然有效",
    withdrawn_revoked="原{opinion}已于{day}被撤销，该事项以编号{number}重新办理",
    withdrawn_anew="该事项已于{day}重新办理（编号：{number}），将另行作出新的处理意见",
    anew_since=(
        "该事项已于{day}重新办理（编号：{number}），将另行作出新的处理意见。本意见针对原处理意见作出；"
        "对新的处理意见，您可以另行依法请求复查。"
    ),
    withdrawn_again="。您在{day}前（含当日）可以再次请求{act}",
    withdrawn_asked="。您已再次请求{act}（编号：{number}），该请求另行办理",
    first_step=f"第一步请您：{GAP}（到哪里、带什么材料、联系电话）。",
    routes=_ROUTES,
    extension=f"因{GAP}，难以在六十日内办结。依照{{law}}，经本单位负责人批准，延长办理期限。",
    extended=(
        "您于{received}提出的“{title}”信访事项（编号：{number}），办理期限延长{days}日。"
        "原来应当在{old}前（含当日）办结，延长后在{new}前（含当日）办结。"
    ),
    extended_law="本次延长依照{law}，经本单位负责人批准。",
    extended_why="延长的理由：{reason}",
    press_urge="该事项临近或者已经超过办理期限。请抓紧办理，按期答复信访人，并将办理情况报送我部。",
    press_supervise="现对该事项予以督办。请说明未按要求办理的原因和下一步措施，在期限内书面答复我部。",
    paper_supervise=(
        "你单位办理的“{title}”信访事项（编号：{number}），督办事由：{why}。现依照{law}予以督办，"
        "请按以下要求办理，并在{until}前（含当日）书面反馈办理情况："
    ),
    paper_escalate=(
        "你单位办理的“{title}”信访事项（编号：{number}），督办事由：{why}。此前已以{serial}督办，现依照{law}提级，由{level}督办，"
        "请按以下要求办理，并在{until}前（含当日）书面反馈办理情况："
    ),
    paper_advise=(
        "就“{title}”信访事项（编号：{number}），依照{law}，现向你单位提出{advice}的建议。"
        "请研究办理，并在{until}前（含当日）书面反馈采纳情况。建议内容如下："
    ),
    unit="{unit}：",
    unsaid="内容保密",
    papers={
        "supervise": "督办通知书",
        "escalate": "提级督办通知书",
        "improve_work": "改进工作建议书",
        "improve_policy": "完善政策建议书",
        "hold_responsible": "追究责任建议书",
    },
    accepted=f"{GAP}：\n\n"
    "您于{received}提出的“{title}”信访事项（编号：{number}）收悉。依照{law}，本单位决定予以受理。",
    hold_to="本单位将在{until}前（含当日）办结，并向您作出书面答复。",
    titles={
        Kind.ACCEPTED: "信访事项受理告知书",
        Kind.OPINION: "信访事项处理意见书",
        Kind.REVIEW: "信访事项复查意见书",
        Kind.RECHECK: "信访事项复核意见书",
        Kind.SUGGESTION: "建议办理答复书",
        Kind.TIP_OFF: "检举控告处理情况告知书",
        Kind.DECLINED: "信访事项不予受理告知书",
        Kind.WITHDRAWN: "信访事项撤回确认书",
        Kind.EXTENDED: "延长办理期限告知书",
    },
    number="编号",
    printed="本件由信访系统打印，供您查阅；与加盖公章的书面件不一致的，以书面件为准。",
)
