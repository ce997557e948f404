package spelling

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// nations are the codes of the International Olympic Committee and of World
// Athletics, those of states and teams that are no more included, in order.
var nations = func() []string {
	list := strings.Fields(`
		AFG AHO AIA AIN ALB ALG AND ANG ANT ANZ ARG ARM ART ARU ASA AUS AUT AZE BAH BAN BAR BDI BEL BEN BER BHU BIH BIZ BLR BOH BOL BOT
		BRA BRN BRU BUL BUR BWI CAF CAM CAN CAY CGO CHA CHI CHN CIV CMR COD COK COL COM CPV CRC CRO CUB CYP CZE DEN DJI DMA DOM
		ECU EGY EOR ERI ESA ESP EST ETH EUA EUN FIJ FIN FRA FRG FSM GAB GAM GBR GBS GDR GEO GEQ GER GHA GIB GRE GRN GUA GUI GUM GUY
		HAI HKG HON HUN INA IND IOA IOP IRI IRL IRQ ISL ISR ISV ITA IVB JAM JOR JPN KAZ KEN KGZ KIR KOR KOS KSA KUW LAO LAT LBA LBN LBR
		LCA LES LIB LIE LTU LUX MAC MAD MAL MAR MAS MAW MDA MDV MEX MGL MHL MKD MLI MLT MNE MNT MON MOZ MRI MTN MYA NAM NBO NCA NCL NED
		NEP NFI NGR NIG NIU NMI NOR NRU NZL OAR OMA PAK PAN PAR PER PHI PLE PLW PNG POL POR PRK PUR PYF QAT RHO ROC ROT ROU RSA RUS RWA
		SAA SAM SCG SEN SEY SGP SIN SKN SLE SLO SMR SOL SOM SRB SRI SSD STP SUD SUI SUR SVK SWE SWZ SYR TAH TAN TCA TCH TGA THA TJK TKM
		TKS TLS TOG TPE TTO TUN TUR TUV TRI UAE UAR UGA UKR URS URU USA UZB VAN VEN VIE VIN VOL YAR YEM YMD YUG ZAI ZAM ZIM ZZX`)
	slices.Sort(list)
	return slices.Compact(list)
}()

// IsNation reports whether a text is the code of a national Olympic committee,
// of today or of the past.
func IsNation(code string) bool {
	_, ok := slices.BinarySearch(nations, code)
	return ok
}

// Nation returns the code of the national Olympic committee that a text names,
// by its own code, a code of ISO 3166 of two or three letters, or a name in a
// language of the lexicon or the country's own; "" for any other.
// A committee's former code is today's.
func Nation(s string) string {
	code := strings.ToUpper(strings.TrimSpace(FoldWidth(s)))
	if now, former := formerCodes[code]; former {
		return now
	}
	if IsNation(code) {
		return code
	}
	if len(code) == 2 {
		return committees()[code]
	}
	if len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		if r, err := language.ParseRegion(code); err == nil && r.ISO3() == code {
			return committees()[r.String()]
		}
	}
	if len(code) < 3 || len(code) > 100 {
		return ""
	}
	return nationNames()[FoldWord(s)]
}

// formerCodes are the codes that committees had before, with today's.
var formerCodes = map[string]string{"SIN": "SGP", "ROM": "ROU", "LIB": "LBN", "TRI": "TTO", "ZAI": "COD", "VOL": "BUR", "DAH": "BEN", "CEY": "SRI", "BIR": "MYA", "RHO": "ZIM",
	"HOL": "NED", "IVC": "CIV", "MAL": "MAS", "UK": "GBR", "ENG": "GBR", "SCO": "GBR", "WAL": "GBR", "NIR": "GBR"}

// committees are the codes by those of ISO 3166 of two letters. Regions without a
// committee start for the state that they belong to.
var committees = sync.OnceValue(func() map[string]string {
	m := map[string]string{"UK": "GBR"}
	for _, pair := range strings.Fields(`
		AF:AFG AL:ALB DZ:ALG AS:ASA AD:AND AO:ANG AG:ANT AR:ARG AM:ARM AW:ARU AU:AUS AT:AUT AZ:AZE BS:BAH BH:BRN BD:BAN BB:BAR
		BY:BLR BE:BEL BZ:BIZ BJ:BEN BM:BER BT:BHU BO:BOL BA:BIH BW:BOT BR:BRA VG:IVB BN:BRU BG:BUL BF:BUR BI:BDI KH:CAM CM:CMR
		CA:CAN CV:CPV KY:CAY CF:CAF TD:CHA CL:CHI CN:CHN CO:COL KM:COM CG:CGO CD:COD CK:COK CR:CRC CI:CIV HR:CRO CU:CUB CY:CYP
		CZ:CZE DK:DEN DJ:DJI DM:DMA DO:DOM EC:ECU EG:EGY SV:ESA GQ:GEQ ER:ERI EE:EST SZ:SWZ ET:ETH FJ:FIJ FI:FIN FR:FRA GA:GAB
		GM:GAM GE:GEO DE:GER GH:GHA GR:GRE GD:GRN GU:GUM GT:GUA GN:GUI GW:GBS GY:GUY HT:HAI HN:HON HK:HKG HU:HUN IS:ISL IN:IND
		ID:INA IR:IRI IQ:IRQ IE:IRL IL:ISR IT:ITA JM:JAM JP:JPN JO:JOR KZ:KAZ KE:KEN KI:KIR KP:PRK KR:KOR XK:KOS KW:KUW KG:KGZ
		LA:LAO LV:LAT LB:LBN LS:LES LR:LBR LY:LBA LI:LIE LT:LTU LU:LUX MG:MAD MW:MAW MY:MAS MV:MDV ML:MLI MT:MLT MH:MHL MR:MTN
		MU:MRI MX:MEX FM:FSM MD:MDA MC:MON MN:MGL ME:MNE MA:MAR MZ:MOZ MM:MYA NA:NAM NR:NRU NP:NEP NL:NED NZ:NZL NI:NCA NE:NIG
		NG:NGR MK:MKD NO:NOR OM:OMA PK:PAK PW:PLW PS:PLE PA:PAN PG:PNG PY:PAR PE:PER PH:PHI PL:POL PT:POR PR:PUR QA:QAT RO:ROU
		RU:RUS RW:RWA KN:SKN LC:LCA VC:VIN WS:SAM SM:SMR ST:STP SA:KSA SN:SEN RS:SRB SC:SEY SL:SLE SG:SGP SK:SVK SI:SLO SB:SOL
		SO:SOM ZA:RSA SS:SSD ES:ESP LK:SRI SD:SUD SR:SUR SE:SWE CH:SUI SY:SYR TW:TPE TJ:TJK TZ:TAN TH:THA TL:TLS TG:TOG TO:TGA
		TT:TTO TN:TUN TR:TUR TM:TKM TV:TUV UG:UGA UA:UKR AE:UAE GB:GBR US:USA UY:URU UZ:UZB VU:VAN VE:VEN VN:VIE VI:ISV YE:YEM
		ZM:ZAM ZW:ZIM AI:AIA GI:GIB MO:MAC MS:MNT NC:NCL PF:PYF NF:NFI TC:TKS NU:NIU MP:NMI GG:GBR JE:GBR IM:GBR RE:FRA GP:FRA
		MQ:FRA GF:FRA YT:FRA GL:DEN FO:DEN AX:FIN CW:NED SX:NED BQ:NED`) {
		iso, ioc, _ := strings.Cut(pair, ":")
		m[iso] = ioc
	}
	return m
})

// The names of nations. The first lines of the file tell its form.
//
//go:embed nations.txt
var nationsFile string

// nationNames are the codes by the folded names of nations.
var nationNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(nationsFile) {
		ioc, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || line[0] == '#' {
			continue
		}
		for name := range strings.SplitSeq(names, " | ") {
			m[FoldWord(name)] = ioc
		}
	}
	return m
})
