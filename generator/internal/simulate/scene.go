package simulate

import "guntime/generator/internal/race"

// scene is a fixed day of a general runner: a rare case that programs must handle
// correctly. Without a name in it, the name is random.
type scene struct {
	gender     race.Gender
	nat        string // with a name; "" for CHN
	name       string
	latin      string
	club       string
	gun        race.Clock // finish since the gun, for a marathon
	delay      race.Clock // start after the gun; 0 for a time of the zone
	late       bool       // too fast at first, in time at every point except the last
	visibility race.Visibility
	act        func(f *field, r *runner)
}

// scenes by the index of the runner in the general field. All are among the first
// 165, so that a small race has every case.
var scenes = map[int]*scene{
	// Fast, but without a place.
	3: {gender: race.Male, gun: clock(2, 31, 44, 871), act: misses(30)},
	9: {gender: race.Female, gun: clock(2, 52, 18, 306), act: misses(21)},

	// Two friends arrive at one instant, right behind the invited men and so at places 11 and 12, and the judges say who was first.
	14: {gender: race.Male, nat: "CHN", club: "燕山越野社", gun: clock(2, 20, 30, 318), delay: 31_204, act: says(secondOfTwo)},
	15: {gender: race.Male, nat: "CHN", club: "燕山越野社", gun: clock(2, 20, 30, 318), delay: 33_871, act: says(firstOfTwo)},

	// Closing times: a late starter out of time at the finish only; one who went on
	// after a closed point; one who did not; a finish within the last second; one
	// at the exact closing time.
	21: {gender: race.Male, gun: clock(6, 16, 41, 550), delay: clock(0, 11, 55, 402), late: true},
	26: {gender: race.Female, gun: clock(6, 34, 12, 729), delay: clock(0, 10, 8, 650), late: true},
	32: {gender: race.Male, gun: clock(6, 48, 30, 118), delay: clock(0, 11, 2, 77), late: true, act: takenOff},
	37: {gender: race.Female, gun: clock(6, 14, 50, 0), delay: clock(0, 11, 20, 940), late: true, act: closing(-360)},
	43: {gender: race.Male, gun: clock(6, 14, 50, 0), delay: clock(0, 11, 31, 215), late: true, act: closing(0)},

	// Decisions of the referee.
	48: {gender: race.Male, gun: clock(3, 41, 9, 640), act: says(borrowedChip)},
	53: {gender: race.Male, gun: clock(4, 2, 33, 90), act: says(foldedBib)},
	58: {gender: race.Male, nat: "CHN", gun: clock(3, 48, 20, 150), delay: 88_400, act: says(twoChips)},
	59: {gender: race.Female, nat: "CHN", gun: clock(3, 48, 20, 460), delay: 88_720, act: says(twoChips)},
	64: {gender: race.Male, gun: clock(3, 36, 51, 274), act: all(rides(15), says(usedTransport))},
	69: {gender: race.Male, gun: clock(3, 5, 12, 935), act: all(misses(25), misses(30), misses(35), says(leftCourse))},
	74: {gender: race.Female, gun: clock(4, 11, 27, 481), act: says(transferredBib)},
	79: {gender: race.Male, gun: clock(2, 58, 3, 112), act: says(suspected, cleared)},
	84: {gender: race.Male, gun: clock(4, 0, 48, 366), act: all(misses(25), says(seenAtPoint))},
	88: {gender: race.Female, gun: clock(4, 27, 15, 803), act: all(stops(35), says(stoppedBefore))},
	91: {gender: race.Male, gun: clock(4, 27, 15, 803), act: all(stays, says(neverCame))},
	95: {gender: race.Male, gun: clock(3, 58, 30, 957), act: says(misdirected)},
	99: {gender: race.Female, gun: clock(4, 41, 6, 220), act: says(held)},

	// Certificates on hold, and released ones.
	102: {gender: race.Male, gun: clock(4, 19, 22, 618), act: all(waits(false), says(freed))},
	105: {gender: race.Male, gun: clock(3, 55, 40, 733), act: waits(true)},
	108: {gender: race.Female, gun: clock(4, 33, 58, 145), act: waits(false)},

	// An unreadable row; one who did not start; one who gave up; one who does not
	// want to be named; one in the championship.
	111: {gender: race.Male, nat: "CHN", gun: clock(4, 8, 16, 402), act: smudge},
	113: {gun: 4 * hour, act: stays},
	115: {gun: clock(4, 20, 0, 511), act: stops(30)},
	117: {gender: race.Female, nat: "CHN", gun: clock(4, 5, 37, 280), visibility: race.Masked},
	119: {gender: race.Male, nat: "CHN", gun: clock(3, 51, 18, 694), visibility: race.Anonymous},
	121: {gender: race.Male, nat: "CHN", gun: clock(2, 49, 50, 377), act: flags},
	122: {gender: race.Female, nat: "CHN", gun: clock(3, 16, 8, 52), act: flags},

	// Names.
	125: {gender: race.Male, nat: "CHN", name: "王䶮", latin: "WANG Yan", gun: clock(3, 44, 10, 216)},
	127: {gender: race.Female, nat: "CHN", name: "李㛃", latin: "LI Jie", gun: clock(4, 16, 41, 590)},
	129: {gender: race.Male, nat: "CHN", name: "张𬱖", latin: "ZHANG Di", gun: clock(3, 59, 12, 487)},
	131: {gender: race.Female, nat: "CHN", name: "赵𠅤", latin: "ZHAO Xi", gun: clock(4, 48, 55, 31)},
	133: {gender: race.Male, nat: "CHN", name: "牛犇", latin: "NIU Ben", gun: clock(3, 29, 33, 804)},
	135: {gender: race.Male, nat: "CHN", name: "陈喆", latin: "CHEN Zhe", gun: clock(4, 24, 7, 169)},
	137: {gender: race.Female, nat: "CHN", name: "杨叕", latin: "YANG Zhuo", gun: clock(5, 2, 19, 355)},
	139: {gender: race.Female, nat: "CHN", name: "欧阳思雨", latin: "OUYANG Siyu", gun: clock(4, 12, 28, 942)},
	141: {gender: race.Male, nat: "CHN", name: "司马晓峰", latin: "SIMA Xiaofeng", gun: clock(3, 53, 1, 708)},
	143: {gender: race.Female, nat: "CHN", name: "尉迟嘉妍", latin: "YUCHI Jiayan", gun: clock(4, 38, 44, 260)},
	145: {gender: race.Male, nat: "POL", name: "Łukasz Żółtański", gun: clock(3, 22, 36, 983)},
	147: {gender: race.Female, nat: "CZE", name: "Štěpánka Zdobničková", gun: clock(4, 9, 50, 447)},
	149: {gender: race.Male, nat: "TUR", name: "Oğuzhan Kırçiçek", gun: clock(3, 47, 25, 126)},
	151: {gender: race.Male, nat: "HUN", name: "Gergő Szőkevári", gun: clock(3, 38, 14, 575)},
	153: {gender: race.Male, nat: "ROU", name: "Ștefan Brâncușel", gun: clock(4, 1, 7, 318)},
	155: {gender: race.Female, nat: "ESP", name: "Inés Muñiz Güell", gun: clock(4, 29, 31, 862)},
	157: {gender: race.Male, nat: "NOR", name: "Øyvind Sørlieskog", gun: clock(3, 19, 58, 209)},
	159: {gender: race.Female, nat: "JPN", name: "山﨑さくら", latin: "YAMAZAKI Sakura", gun: clock(4, 14, 3, 650)},
	161: {gender: race.Male, nat: "KOR", name: "金敏俊", latin: "KIM Min-jun", gun: clock(3, 33, 46, 91)},
	163: {gender: race.Male, nat: "CHN", name: "艾力扎提·吐尼亚孜", latin: "AILIZHATI Tuniyazi", gun: clock(3, 57, 20, 734)},
	164: {gender: race.Male, nat: "IRL", name: "Diarmuid O'Súilleabháin-Quirke", gun: clock(4, 6, 11, 398)},
}

// misses removes the time at the point nearest to a kilometre.
func misses(km int) func(*field, *runner) {
	return func(f *field, r *runner) {
		if point := f.near(km); point >= 0 {
			r.at[point] = race.NoTime
		}
	}
}

// stops removes the times after the point nearest to a kilometre.
func stops(km int) func(*field, *runner) {
	return func(f *field, r *runner) { r.stopAfter(max(f.near(km), 0)) }
}

// rides shortens the segment after the point nearest to a kilometre to two fifths
// of its time.
func rides(km int) func(*field, *runner) {
	return func(f *field, r *runner) {
		from := f.near(km)
		if from < 0 {
			return
		}
		saved := (r.at[from+1] - r.at[from]) * 3 / 5
		for i := from + 1; i < len(r.at); i++ {
			r.at[i] -= saved
		}
	}
}

// takenOff removes the times after the first closed point.
func takenOff(f *field, r *runner) {
	if point := f.failed(r); point >= 0 {
		r.stopAfter(point)
	}
}

// closing sets the finish this many milliseconds after closing time.
func closing(after race.Clock) func(*field, *runner) {
	return func(f *field, r *runner) {
		finish := f.rc.Finish()
		if limit := f.rc.Points[finish].Cutoff; limit.Set && !limit.Unknown {
			r.at[finish] = limit.At.Since(f.rc.GunOf(f.division(r))) + after
		}
	}
}

func says(list ...decision) func(*field, *runner) {
	return func(_ *field, r *runner) { r.rulings = append(r.rulings, list...) }
}

func waits(released bool) func(*field, *runner) {
	return func(_ *field, r *runner) { r.hold, r.released = true, released }
}

func stays(_ *field, r *runner)  { r.unread = true }
func smudge(_ *field, r *runner) { r.illegible = true }
func flags(f *field, r *runner)  { r.championship = f.championship() }

func all(acts ...func(*field, *runner)) func(*field, *runner) {
	return func(f *field, r *runner) {
		for _, act := range acts {
			act(f, r)
		}
	}
}
