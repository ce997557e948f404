package judge

/*
The rules and what proves them. A claim in quotes is a subtest of this package
unless another is named; a name with hyphens is a worked edition, a whole
project with its wanted results, under generator/testdata/editions. A test holds
this table against both.

	R1   gun time, a gun per division or category   "a division with its own gun is timed from it" · a-gun-for-each-division
	R2   net time from the runner's own start       "a missed start is a missed point, and a given net time counts it as seen" · gun-and-net-are-rounded-apart
	R3   rounded up once, from the raw clock        "gun and net are rounded apart, never one from the other" · gun-and-net-are-rounded-apart
	R4   required points                            "a mat declared out of order is missed by nobody"
	R5   a missed point is unranked                 "a missed mat with a later read is unranked, not DQ" · a-missed-mat-then-a-later-read-is-unranked-not-dq
	R6   cut-offs by the wall clock                 "an unknown cut-off is never judged" · amounts-that-2021-leaves-blank-stay-unknown
	R7   strictly before, raw                       "8:24:59.999 passes and 8:25:00.000 fails" · 8-24-59-point-999-passes-and-8-25-00-fails · an-inclusive-boundary-lets-8-25-00-pass
	R8   DQ gone on, DNF gone; precedence           "a failed cut-off and gone on is DQ, gone is DNF" · a-failed-cut-off-is-dq-gone-on-and-dnf-gone · a-ruling-goes-before-a-cut-off-before-a-missing-point · before-the-race-ends-nobody-is-dnf
	R9   finisher's package                         "a late starter past 13:45 by gun gets no package" · a-late-starter-past-13-45-by-gun-gets-no-package
	R10  wheelchairs apart                          "a wheelchair is in no gender's place, no overall place, no prize" · a-wheelchair-is-in-no-gender-place
	R11  divisions apart, age groups as data        "a championship and an age group have places of their own" · championship-and-age-groups-lie-over-the-places
	R12  by gun, by net, by bands                   "net order differs from gun order" · "the first places by gun, the rest by net" · net-order-differs-from-gun-order · places-1-to-3-by-gun-the-rest-by-net
	R13  ties                                       "equal raw times share a place: 1, 2, 2, 4" · "a tie at the eighth place blocks the prize" · a-dead-heat-at-place-8-blocks-the-prize
	R14  prize tables, unknown amounts              "an unknown amount is pending, not nothing" · amounts-that-2021-leaves-blank-stay-unknown
	R15  the conditional first prize                "2:08:59.4 is 2:09:00 officially and earns 15,000" · 2-08-59-point-4-is-2-09-00-and-earns-15000 · 2-08-59-point-0-earns-30000
	R16  the record bonus                           "a record equalled pays nothing" · "a record broken by a second pays the bonus, taxed with the prize" · a-record-equalled-pays-nothing
	R17  vacate or promote                          "doping at the first place leaves no winner and no bonus, the second stays second" · doping-at-place-1-leaves-no-winner-and-no-bonus · an-ordinary-dq-at-place-1-promotes-all
	R18  no silent edit                             TestALedgerSaysWhatMovedWhyAndOnWhoseAuthority · testdata/script/release.txtar
	R19  tax on prize and bonus                     "a record broken by a second pays the bonus, taxed with the prize"
	R20  RMB by a dated rate                        "a Chinese athlete is paid in RMB by the dated rate" · chinese-athletes-are-paid-in-rmb-at-a-dated-rate
	R21  trophies after rulings                     "an ordinary disqualification at the first place promotes all, prizes and trophies with it"
	R22  tables per edition and division            TestTheMoneyPaidEqualsTheTableLessForfeitsAndBlockedPlaces
	R23  what a certificate bears                   package certificate
	R24  when certificates come                     "scheduled for 24 h after the race's end, in the race's own time zone" · a-certificate-24-hours-later-in-another-time-zone · 24-hours-across-the-end-of-summer-time
	R25  holds and releases                         "held by category until released, by file or by ruling" · a-held-certificate-waits-for-its-release
	R26  who gets one                               "the unranked get one, DQ, DNF and DNS do not"
	R27  states; pending until official             "prizes are pending until the results are official" · prizes-are-pending-until-the-results-are-official
	R28  course and finish of the edition           data/2021 and data/2022, key course
	R29  contradictions in the rules                package review: bags_close_early, age_rules_disagree
	R30  clause, authority, date                    package read: ruling_without_clause, ruling_without_authority
	R31–R42  discipline: flags, never a verdict     package review
	R43  placed by ruling, time annulled            "a winner by ruling with the time annulled: place 1, no time, a conditional prize pending" · an-annulled-winner-is-in-no-record-list
	R44  championships                              championship-and-age-groups-lie-over-the-places
	R45  shared and disputed records                "a disputed record is listed and is no hurdle, an equalled one is shared"
	R46  an edition that was not held               "a cancelled year is told" · data/2021
	R47  languages are files                        package words
	R48  several races                              several-races-in-one-edition
	R49  the counts                                 TestInvariants · "somebody struck before the start is no starter"
*/
