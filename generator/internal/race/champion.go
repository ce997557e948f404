package race

// ChampionStatus says how sure history is of a champion.
type ChampionStatus string

// The statuses of champions.csv.
const (
	Winner            ChampionStatus = "winner"
	ByRuling          ChampionStatus = "by_ruling"
	Second            ChampionStatus = "second"
	Disputed          ChampionStatus = "disputed"
	ChampionDQ        ChampionStatus = "disqualified"
	UnknownChampion   ChampionStatus = "unknown"
	CancelledChampion ChampionStatus = "cancelled"
)

// Champion is one line of champions.csv.
type Champion struct {
	Year   int
	Gender Gender // NoGender for a year that was cancelled
	Status ChampionStatus
	Name   string
	NameZH string
	Nat    string
	Time   Clock // NoTime where not found
	Note   Text
	Source string
	From   Position
}
