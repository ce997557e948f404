package simulate

import (
	"cmp"

	"guntime/generator/internal/race"
)

// decision is what a referee decides about one runner.
type decision struct {
	kind      race.RulingKind
	clause    string
	authority string
	day       int // after the race
	place     int
	km        int // the point nearest to it is meant; 0 for none
	en, zh    string
}

// ruling is a decision on a bib.
type ruling struct {
	decision
	bib   string
	point string
	turn  int // which runner of the field it was, then which ruling on that runner
}

func (r ruling) compare(other ruling) int {
	return cmp.Or(cmp.Compare(r.day, other.day), cmp.Compare(r.turn, other.turn))
}

// Who decides.
const (
	referee = "总裁判长 Chief Referee"
	judges  = "终点裁判 Finish Judges"
	doctor  = "医务主管 Medical Delegate"
	control = "兴奋剂检查 Doping Control"
	appeals = "仲裁委员会 Jury of Appeal"
)

// The decisions that the story of a race here needs, one or more of each kind.
var (
	dopingFound = decision{kind: race.Doping, clause: "13.12", authority: control, day: 33,
		en: "Prohibited substance in the sample taken at the finish.", zh: "终点样本检出禁用物质。"}
	obstructed = decision{kind: race.PlaceRuling, clause: "12.3", authority: referee, place: 2,
		en: "Held up by an official vehicle in the last 100 m while in second place; the place is restored, the time stands.",
		zh: "最后100米位列第二时受工作车辆阻挡，恢复其名次，成绩不变。"}
	firstOfTwo = decision{kind: race.JudgesOrder, clause: "12.3", authority: judges, place: 1,
		en: "Ahead by a chest on the finish photograph.", zh: "终点摄像显示躯干领先。"}
	secondOfTwo = decision{kind: race.JudgesOrder, clause: "12.3", authority: judges, place: 2,
		en: "Behind by a chest on the finish photograph.", zh: "终点摄像显示躯干稍后。"}
	borrowedChip = decision{kind: race.Disqualify, clause: "10.5", authority: referee, day: 1,
		en: "Ran without the chip, which somebody else carried to the finish.", zh: "未佩戴计时芯片，芯片由他人带至终点。"}
	foldedBib = decision{kind: race.Disqualify, clause: "10.2", authority: referee,
		en: "Number bib folded and covered after a warning.", zh: "经提醒后仍折叠、遮挡号码布。"}
	twoChips = decision{kind: race.Disqualify, clause: "13.2", authority: referee, day: 2,
		en: "Two chips carried by one person from start to finish; confirmed on video.", zh: "一人携带两枚芯片跑完全程，经录像确认。"}
	usedTransport = decision{kind: race.Disqualify, clause: "13.6", authority: referee, day: 1,
		en: "Rode a shared bicycle for part of the course.", zh: "比赛途中骑行共享单车。"}
	leftCourse = decision{kind: race.Disqualify, clause: "13.7", authority: referee, day: 1,
		en: "Did not run the whole course.", zh: "未跑完全程。"}
	transferredBib = decision{kind: race.Disqualify, clause: "13.8", authority: referee, day: 4,
		en: "Number bib given to another person.", zh: "将号码布转让他人使用。"}
	suspected = decision{kind: race.Disqualify, clause: "13.8", authority: referee, day: 1,
		en: "Somebody else seems to have worn the bib.", zh: "疑由他人代跑。"}
	cleared = decision{kind: race.Reinstate, clause: "13.8", authority: appeals, day: 5,
		en: "Appeal upheld: the runner and the finish photograph are the same person.", zh: "申诉成立：经核对终点照片，确系本人。"}
	seenAtPoint = decision{kind: race.ConfirmPoint, clause: "10.5", authority: referee, day: 1, km: 25,
		en: "Seen on the camera at the point; the chip was not read.", zh: "录像显示已通过该点，芯片未被读取。"}
	stoppedBefore = decision{kind: race.Withdraw, clause: "10.5", authority: referee,
		en: "Stopped before 35 km; the last read is that of the pick-up bus.", zh: "35公里前已退赛，最后一次读取为收容车经过所致。"}
	neverCame = decision{kind: race.Withdraw, clause: "10.5", authority: referee,
		en: "Withdrew before the start.", zh: "赛前退出。"}
	misdirected = decision{kind: race.AnnulTime, clause: "10.5", authority: referee, day: 1,
		en: "Sent past a turn by a marshal and so short of the distance; the finish counts, the time does not.", zh: "受工作人员误导少跑一段，认定完赛，成绩不予计取。"}
	held = decision{kind: race.HoldCertificate, clause: "11.2", authority: doctor, day: 1,
		en: "Held until the organiser frees it.", zh: "待组委会确认后发放。"}
	freed = decision{kind: race.ReleaseCertificate, clause: "11.2", authority: doctor, day: 3,
		en: "Freed.", zh: "已确认，可以发放。"}
)

// offences are what one general runner in a thousand is disqualified for.
var offences = []decision{foldedBib, borrowedChip, usedTransport, transferredBib}
