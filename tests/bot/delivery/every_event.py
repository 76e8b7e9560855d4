"""One event of each type, about request 1001 of `world`, a minute after it was asked."""

from datetime import timedelta
from typing import get_args

from bot.domain import events as e
from bot.domain.request import Clock, Need, Place, RequestNumber, WordsId
from knowledge.directory import DepartmentId, TopicId
from tests.bot.domain.world import ANA, BO, CARMEN, GUEST, HUGO, LUIS, MARTA, NOON

N = RequestNumber(1001)
AT = NOON + timedelta(hours=3)
LATER = AT + timedelta(hours=2)
W = WordsId("w")
PAYROLL, PAYSLIP = DepartmentId("payroll"), TopicId("payslip")
CLOCK = Clock(starts_at=NOON, warns_at=AT, due=LATER)

EVERY_EVENT: tuple[e.AnyEvent, ...] = (
    e.RequestAsked(
        number=N,
        at=AT,
        requester=BO,
        place=Place("web", "bo"),
        language="es",
        department=PAYROLL,
        owner=ANA,
        words=W,
    ),
    e.RequestFiled(number=N, at=AT, topic=PAYSLIP, department=PAYROLL, cause="read"),
    e.WantedByHeard(number=N, at=AT, due=LATER, day_only=True),
    e.WantedByHeard(number=N, at=AT, due=None),
    e.UrgencySet(number=N, at=AT, urgency="high", cause="words"),
    e.MadeConfidential(number=N, at=AT, cause="requester", by=BO),
    e.ConfidentialLifted(number=N, at=AT, by=BO),
    e.PeopleNamed(number=N, at=AT, people=(MARTA,)),
    e.ChoicesOffered(number=N, at=AT, topics=(PAYSLIP, TopicId("laptop")), lapses_at=LATER),
    e.ChoiceMade(number=N, at=AT, topic=PAYSLIP),
    e.ChoicesLapsed(number=N, at=AT),
    e.RouteConfirmed(number=N, at=AT, by=MARTA),
    e.NeedsHeard(
        number=N,
        at=AT,
        needs=(Need(begins=0, topic=PAYSLIP), Need(begins=20, topic=TopicId("laptop"))),
    ),
    e.NeedSplit(number=N, at=AT, by=BO, words=W, to=RequestNumber(1002)),
    e.RuledOut(number=N, at=AT, topic=PAYSLIP),
    e.PersonWanted(number=N, at=AT),
    e.Nudged(number=N, at=AT),
    e.ArticleOffered(
        number=N,
        at=AT,
        article="payslip-copy-es",
        language="es",
        topic=PAYSLIP,
        asks_again_at=LATER,
        closes_at=LATER,
    ),
    e.ArticleHelped(number=N, at=AT),
    e.ArticleLeft(number=N, at=AT, cause="person"),
    e.ArticleAskedAgain(number=N, at=AT),
    e.AnswerKept(number=N, at=AT, by=ANA, article="kept-1"),
    e.SignpostGiven(number=N, at=AT, topic=PAYSLIP),
    e.BulletinShown(number=N, at=AT, bulletin="b1"),
    e.MatterJoined(number=N, at=AT, matter="m1", by=ANA),
    e.MatterLeft(number=N, at=AT, by=ANA),
    *(
        e.OwnerAssigned(
            number=N, at=AT, owner=owner, department=PAYROLL, rung="backup", cause=cause, opens_at=LATER
        )
        for cause in get_args(e.OwnerAssigned.__annotations__["cause"])
        for owner in (LUIS, ANA)
    ),
    e.OwnerAssigned(
        number=N,
        at=AT,
        owner=LUIS,
        department=PAYROLL,
        rung="backup",
        cause="away",
        away=ANA,
        away_until=LATER,
        tells=MARTA,
        passes=12,
    ),
    e.OwnerAssigned(
        number=N,
        at=AT,
        owner=LUIS,
        department=PAYROLL,
        rung="backup",
        cause="reassigned",
        by=MARTA,
        chosen=ANA,
    ),
    e.ClockSet(number=N, at=AT, target="resolution", clock=CLOCK),
    e.RequestTaken(number=N, at=AT, by=ANA),
    e.RequestTaken(number=N, at=AT, by=LUIS),
    e.HandoverOffered(
        number=N,
        at=AT,
        by=ANA,
        person=LUIS,
        department=PAYROLL,
        asked=LUIS,
        reason=W,
        lapses_at=LATER,
        chosen=True,
    ),
    e.HandoverTaken(number=N, at=AT, by=LUIS, department=PAYROLL),
    e.HandoverLapsed(number=N, at=AT, asked=LUIS),
    e.HandoverDeclined(number=N, at=AT, by=LUIS, reason=W),
    e.HandoverWithdrawn(number=N, at=AT, by=ANA),
    *(
        e.LeadBroughtIn(number=N, at=AT, lead=MARTA, cause=cause)
        for cause in get_args(e.LeadBroughtIn.__annotations__["cause"])
    ),
    e.LadderBegun(number=N, at=AT, cause="too_long", escalates_at=LATER),
    e.LadderEnded(number=N, at=AT),
    e.Unreachable(number=N, at=AT, person=ANA),
    *(
        e.EmergencyRaised(number=N, at=AT, danger=danger, site="madrid")
        for danger in get_args(e.EmergencyRaised.__annotations__["danger"])
    ),
    e.EmergencyTold(number=N, at=AT, person=CARMEN, again=True, tells_next_at=LATER),
    e.EmergencyCalledOff(number=N, at=AT, by=CARMEN),
    e.MessageSaid(number=N, at=AT, by=BO, side="requester", words=W),
    e.MessageSaid(number=N, at=AT, by=BO, side="requester", words=W, joined=True),
    e.MessageSaid(number=N, at=AT, by=BO, side="requester", words=W, joined=True, apart=True),
    e.MessageSaid(number=N, at=AT, by=BO, side="requester", words=W, joined=True, over=True),
    e.MessageSaid(number=N, at=AT, by=ANA, side="owner", words=W),
    e.MessageSaid(number=N, at=AT, by=GUEST, side="bystander", words=W, joined=True),
    e.MessageEdited(number=N, at=AT, by=BO, words=W),
    e.MessageEdited(number=N, at=AT, by=ANA, words=W),
    e.MessageDeleted(number=N, at=AT, by=BO, words=W),
    e.MessageMoved(number=N, at=AT, words=W, to=RequestNumber(1002)),
    e.NoteWritten(number=N, at=AT, by=ANA, words=W),
    e.NoteWritten(number=N, at=AT, by=MARTA, words=W),
    e.FirstResponseGiven(number=N, at=AT, by=ANA, business_s=60.0, within=True),
    e.QuestionPut(number=N, at=AT, by=ANA, words=W, reminders=(LATER,), resolves_at=LATER),
    e.QuestionAnswered(number=N, at=AT),
    e.RequesterReminded(number=N, at=AT),
    e.PromiseMade(number=N, at=AT, by=ANA, due=LATER, reminds_at=AT, note=W, renewal=True),
    e.PromiseMade(number=N, at=AT, by=ANA, due=LATER, reminds_at=AT, waits_for=W),
    e.PromiseMade(number=N, at=AT, by=ANA, due=LATER, reminds_at=AT, note=W, resumed=True),
    e.PromiseKept(number=N, at=AT, by=ANA),
    e.PromiseStands(number=N, at=AT, by=ANA),
    e.PromiseReminded(number=N, at=AT, by=ANA),
    e.PromiseLapsed(number=N, at=AT, by=ANA),
    e.ConsultAsked(number=N, at=AT, consult="q", by=ANA, colleague=HUGO, question=W, yes_or_no=True),
    e.ConsultReminded(number=N, at=AT, consult="q", colleague=HUGO),
    e.ConsultLapsed(number=N, at=AT, consult="q", colleague=HUGO),
    e.ConsultAnswered(number=N, at=AT, consult="q", by=HUGO, yes=False),
    e.TargetWarned(number=N, at=AT, target="first_response"),
    e.TargetWarned(number=N, at=AT, target="resolution"),
    e.LapseForetold(number=N, at=AT, target="first_response", lead=MARTA),
    e.LapseForetold(number=N, at=AT, target="resolution"),
    e.LapseForetold(number=N, at=AT, lead=MARTA),
    e.TargetBreached(number=N, at=AT, target="first_response"),
    e.TargetBreached(number=N, at=AT, target="resolution"),
    e.RequestResolved(number=N, at=AT, by=ANA, words=W, closes_at=LATER),
    e.RequestResolved(number=N, at=AT, by=None, how="silence", closes_at=LATER),
    e.RequestResolved(number=N, at=AT, by=None, how="article", closes_at=LATER),
    e.RequestClosed(number=N, at=AT, words_until=LATER),
    e.RequestClosed(number=N, at=AT, words_until=LATER, unconfirmed=True),
    e.RequestReopened(number=N, at=AT, by=BO, cause="not_yet"),
    e.RequestReopened(number=N, at=AT, by=BO, cause="complaint"),
    e.RequestWithdrawn(number=N, at=AT, by=BO, words_until=LATER),
    e.RequestWithdrawn(number=N, at=AT, by=BO, words_until=LATER, moved_to=RequestNumber(1002)),
    *(
        e.ActUndone(number=N, at=AT, by=ANA, act=act, words=W)
        for act in get_args(e.ActUndone.__annotations__["act"])
    ),
    *(
        e.Rated(number=N, at=AT, outcome=outcome, answered_by=ANA, department=PAYROLL, words=W)
        for outcome in get_args(e.Rated.__annotations__["outcome"])
    ),
    e.ComplaintRaised(number=N, at=AT, answerable=MARTA, words=W),
    e.ComplaintRaised(number=N, at=AT, answerable=ANA, words=W),
    e.ComplaintRaised(number=N, at=AT, answerable=MARTA, words=W, concerned=ANA, for_information=True),
    e.ComplaintForInformation(number=N, at=AT),
    e.ComplaintMadeGood(number=N, at=AT),
    e.ComplaintsAlike(
        number=N, at=AT, lead=MARTA, topic=TopicId("payslip"), numbers=(N, RequestNumber(1002))
    ),
    e.SurveyOffered(number=N, at=AT, expires_at=LATER, reminds_at=LATER),
    e.SurveyReminded(number=N, at=AT),
    e.Thanked(number=N, at=AT, public=True),
    e.Thanked(number=N, at=AT, public=True, to=ANA, asks=True),
    e.ThanksAnswered(number=N, at=AT, by=ANA, yes=True),
    e.ThanksShown(number=N, at=AT),
)
