package simulate

import (
	"cmp"

	"guntime/generator/internal/race"
)

// decision is a decision of a referee about one runner.
type decision struct {
	kind       race.RulingKind
	clause     string
	by         authority
	day        int // after the race
	place      int
	km         int // the nearest point is meant; 0 for none
	en, zh, ja string
}

// ruling is a decision with a bib.
type ruling struct {
	decision
	bib   string
	point string
	turn  int // index of the runner in the field, then of the ruling on that runner
}

func (r ruling) compare(other ruling) int {
	return cmp.Or(cmp.Compare(r.day, other.day), cmp.Compare(r.turn, other.turn))
}

// authority is the name of whoever decides, by language.
type authority struct{ en, zh, ja string }

// The authorities.
var (
	referee = authority{"Chief Referee", "总裁判长", "審判長"}
	judges  = authority{"Finish Judges", "终点裁判", "決勝審判員"}
	doctor  = authority{"Medical Delegate", "医疗总监", "医務責任者"}
	control = authority{"Doping Control", "反兴奋剂机构", "ドーピング検査"}
	appeals = authority{"Jury of Appeal", "仲裁委员会", "上訴審判員"}
)

// The decisions in the scenes, at least one of each kind.
var (
	dopingFound = decision{kind: race.Doping, clause: "13.12", by: control, day: 33,
		en: "Prohibited substance in the sample taken at the finish.", zh: "终点样本检出禁用物质。",
		ja: "フィニッシュ後に採取した検体から禁止物質を検出。"}
	obstructed = decision{kind: race.PlaceRuling, clause: "12.3", by: referee, place: 2,
		en: "Held up by an official vehicle in the last 100 m while in second place; the place is restored, the time stands.",
		zh: "最后100米位列第二时受工作车辆阻挡，恢复其名次，成绩不变。",
		ja: "2位で迎えた最後の100mで大会車両に進路をふさがれた。順位を回復し、タイムは変更しない。"}
	firstOfTwo = decision{kind: race.JudgesOrder, clause: "12.3", by: judges, place: 11,
		en: "Ahead by a chest on the finish photograph.", zh: "终点摄像显示躯干领先。",
		ja: "写真判定により胴体の差で先着。"}
	secondOfTwo = decision{kind: race.JudgesOrder, clause: "12.3", by: judges, place: 12,
		en: "Behind by a chest on the finish photograph.", zh: "终点摄像显示躯干稍后。",
		ja: "写真判定により胴体の差で後着。"}
	borrowedChip = decision{kind: race.Disqualify, clause: "10.5", by: referee, day: 1,
		en: "Ran without the chip, which somebody else carried to the finish.", zh: "未佩戴计时芯片，芯片由他人带至终点。",
		ja: "チップを着けずに走り、チップは他人がフィニッシュまで運んだ。"}
	foldedBib = decision{kind: race.Disqualify, clause: "10.2", by: referee,
		en: "Number bib folded and covered after a warning.", zh: "经提醒后仍折叠、遮挡号码布。",
		ja: "注意を受けた後もナンバーカードを折り、隠していた。"}
	twoChips = decision{kind: race.Disqualify, clause: "13.2", by: referee, day: 2,
		en: "Two chips carried by one person from start to finish; confirmed on video.", zh: "一人携带两枚芯片跑完全程，经录像确认。",
		ja: "一人が二つのチップを持って全コースを走った。映像により確認。"}
	usedTransport = decision{kind: race.Disqualify, clause: "13.6", by: referee, day: 1,
		en: "Rode a shared bicycle for part of the course.", zh: "比赛途中骑行共享单车。",
		ja: "競技中にシェア自転車を利用。"}
	leftCourse = decision{kind: race.Disqualify, clause: "13.7", by: referee, day: 1,
		en: "Did not run the whole course.", zh: "未跑完全程。",
		ja: "全コースを走っていない。"}
	transferredBib = decision{kind: race.Disqualify, clause: "13.8", by: referee, day: 4,
		en: "Number bib given to another person.", zh: "将号码布转让他人使用。",
		ja: "ナンバーカードを他人に譲渡。"}
	suspected = decision{kind: race.Disqualify, clause: "13.8", by: referee, day: 1,
		en: "Another person ran with the bib.", zh: "经查由他人代跑。",
		ja: "他人が代わりに走ったことを確認。"}
	cleared = decision{kind: race.Reinstate, clause: "13.8", by: appeals, day: 5,
		en: "Appeal upheld: the runner and the finish photograph are the same person.", zh: "申诉成立：经核对终点照片，确系本人。",
		ja: "抗議を認める。フィニッシュの写真により本人と確認。"}
	seenAtPoint = decision{kind: race.ConfirmPoint, clause: "10.5", by: referee, day: 1, km: 25,
		en: "Seen on the camera at the point; the chip was not read.", zh: "录像显示已通过该点，芯片未被读取。",
		ja: "映像で通過を確認。チップは読み取られていなかった。"}
	stoppedBefore = decision{kind: race.Withdraw, clause: "10.5", by: referee,
		en: "Stopped before 35 km; the last read is that of the pick-up bus.", zh: "35公里前已退赛，最后一次读取为收容车经过所致。",
		ja: "35kmの手前で棄権。最後の読み取りは収容バスの通過による。"}
	neverCame = decision{kind: race.Withdraw, clause: "10.5", by: referee,
		en: "Withdrew before the start.", zh: "赛前退出。",
		ja: "スタート前に辞退。"}
	misdirected = decision{kind: race.AnnulTime, clause: "10.5", by: referee, day: 1,
		en: "Sent past a turn by a marshal and so short of the distance; the finish counts, the time does not.", zh: "受工作人员误导少跑一段，认定完赛，成绩不予采用。",
		ja: "係員の誘導の誤りで距離が不足。完走は認め、タイムは採用しない。"}
	held = decision{kind: race.HoldCertificate, clause: "11.2", by: doctor, day: 1,
		en: "On hold until the organiser confirms.", zh: "待组委会确认后发放。",
		ja: "主催者の確認があるまで保留。"}
	freed = decision{kind: race.ReleaseCertificate, clause: "11.2", by: doctor, day: 3,
		en: "Confirmed; released.", zh: "已确认，可以发放。",
		ja: "確認済み、発行可。"}
)

// offences are the reasons for which one general runner in a thousand is
// disqualified.
var offences = []decision{foldedBib, borrowedChip, usedTransport, transferredBib}
