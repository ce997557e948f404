package simulate

import "guntime/generator/internal/race"

// guest is an invited athlete, whose race is fixed and not random.
type guest struct {
	nat, name, latin string
	birth            string
	club             string
	gun              race.Clock // finish since the gun; 0 if not finished
	last             int        // last kilometre where recorded, for one who does not finish; 0 for one who does not start
	flagged          bool       // enters the championship, if the race has one
	says             []decision
}

// Invited men, in the order of their bibs. The winner is official at 2:09:00,
// which is not under it; the fourth is disqualified for doping.
var invitedMen = []guest{
	{nat: "KEN", name: "Festus Kimaru Lelgut", birth: "1994-03-17", gun: clock(2, 9, 37, 180)},
	{nat: "ETH", name: "Tsegazeab Worku Alemseged", birth: "1997-08-02", gun: clock(2, 8, 59, 412)},
	{nat: "KEN", name: "Silvanus Rotuk Chesimet", birth: "1991-11-29", gun: clock(2, 11, 20, 31), says: []decision{dopingFound}},
	{nat: "MAR", name: "Noureddine Tazrouti", birth: "1993-01-20", gun: clock(2, 10, 52, 655)},
	{nat: "ETH", name: "Habtamu Bereket Woldu", birth: "1999-05-11", last: 25},
	{nat: "JPN", name: "真壁航平", latin: "MAKABE Kohei", birth: "1995-12-04", gun: clock(2, 13, 5, 260)},
	{nat: "CHN", name: "陆骁程", latin: "LU Xiaocheng", birth: "1996-06-23", club: "云岭高原队", gun: clock(2, 12, 48, 907), flagged: true},
	{nat: "CHN", name: "尉迟朔", latin: "YUCHI Shuo", birth: "1998-09-15", club: "河西田径队", gun: clock(2, 14, 26, 744), flagged: true},
	{nat: "UGA", name: "Geofrey Okwirot Musobo", birth: "1992-02-08", gun: clock(2, 15, 59, 310)},
	{nat: "CHN", name: "郗伯衡", latin: "XI Boheng", birth: "1994-10-30", club: "胶东长跑队", gun: clock(2, 17, 40, 92), flagged: true},
	{nat: "POL", name: "Łukasz Żurawicki", birth: "1990-07-19", gun: clock(2, 19, 48, 530)},
	{nat: "ERI", name: "Yonatan Teklehaimanot", birth: "1996-04-27"},
}

// Invited women. The winner is under 2:26:00. The fifth and the sixth are tied
// without a ruling.
var invitedWomen = []guest{
	{nat: "ETH", name: "Selamawit Gebrehiwot Tsige", birth: "1996-02-14", gun: clock(2, 26, 58, 903)},
	{nat: "KEN", name: "Naomi Jepkurgat Sumukwo", birth: "1993-09-09", gun: clock(2, 25, 41, 268)},
	{nat: "CHN", name: "罗芷汀", latin: "LUO Zhiting", birth: "1997-01-05", club: "云岭高原队", gun: clock(2, 28, 14, 417), flagged: true},
	{nat: "MAR", name: "Ihssane Bouzekraoui", birth: "1992-06-18", gun: clock(2, 33, 20, 515)},
	{nat: "JPN", name: "鷹野美月", latin: "TAKANO Mizuki", birth: "1998-03-31", gun: clock(2, 30, 7, 770)},
	{nat: "CHN", name: "欧阳荻", latin: "OUYANG Di", birth: "1995-11-11", club: "河西田径队", gun: clock(2, 33, 20, 515), flagged: true},
	{nat: "ROU", name: "Ștefania Brâncoveanu", birth: "1991-08-24", gun: clock(2, 38, 2, 146)},
	{nat: "CHN", name: "宇文苒", latin: "YUWEN Ran", birth: "1999-04-16", club: "胶东长跑队", gun: clock(2, 44, 37, 981), flagged: true},
	{nat: "ETH", name: "Hiwot Melkamu Abdissa", birth: "2000-10-02", last: 30},
}

// The wheelchair divisions, which start last. One of the men finished third and is
// second by a ruling.
var wheelchairMen = []guest{
	{nat: "CHN", name: "杜铁山", latin: "DU Tieshan", birth: "1988-05-06", gun: clock(1, 50, 42, 618)},
	{nat: "THA", name: "Somkiat Rattanaphan", birth: "1990-12-25", gun: clock(1, 53, 35, 210)},
	{nat: "CHN", name: "仇岳", latin: "QIU Yue", birth: "1993-07-14", gun: clock(1, 53, 36, 884), says: []decision{obstructed}},
	{nat: "SUI", name: "Jürg Häberlin", birth: "1985-03-03", gun: clock(2, 4, 11, 305)},
	{nat: "CHN", name: "查亦鸣", latin: "ZHA Yiming", birth: "1996-09-28", last: 20},
}

var wheelchairWomen = []guest{
	{nat: "CHN", name: "单若溪", latin: "SHAN Ruoxi", birth: "1994-11-02", gun: clock(2, 2, 27, 733)},
	{nat: "AUS", name: "Imogen Harrowell", birth: "1991-01-30", gun: clock(2, 6, 50, 89)},
	{nat: "CHN", name: "解雨岑", latin: "XIE Yucen", birth: "1999-08-19", gun: clock(2, 19, 5, 471)},
}

// list is a list of guests and what they share.
type list struct {
	letter   string // prefix of their bibs
	first    int    // number of the first bib
	gender   race.Gender
	category string
	guests   []guest
}

var invited = []list{
	{"M", 1, race.Male, "elite", invitedMen},
	{"F", 1, race.Female, "elite", invitedWomen},
	{"W", 1, race.Male, "wheelchair", wheelchairMen},
	{"W", 1 + len(wheelchairMen), race.Female, "wheelchair", wheelchairWomen},
}

// allInvited is the number of all guests. The general field follows them.
var allInvited = len(invitedMen) + len(invitedWomen) + len(wheelchairMen) + len(wheelchairWomen)

// guestAt returns the list of the i-th guest, counted from 0 over all lists, and
// the index in it.
func guestAt(i int) (list, int) {
	for _, l := range invited {
		if i < len(l.guests) {
			return l, i
		}
		i -= len(l.guests)
	}
	panic("simulate: not an invited athlete")
}

func clock(h, m, s, ms int) race.Clock {
	return race.Clock(h)*hour + race.Clock(m)*minute + race.Clock(s)*second + race.Clock(ms)
}
