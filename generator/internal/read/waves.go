package read

import (
	"fmt"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// waves reads the parts of the field that start by a gun of their own (R63).
func waves(rc *race.Race, v yamlpos.Value) {
	seen := map[string]string{}
	for _, pair := range v.Pairs() {
		w := race.Wave{ID: spelling.TidyKey(pair.Key), Gun: gun(pair.Value.Fields("gun").Need("gun"), rc)}
		key := foldWave(w.ID)
		switch first, twice := seen[key]; {
		case key == "":
			pair.At.Fail("bad_id", "name it as the entries do", "a wave has no name")
		case twice:
			pair.At.Fail("duplicate_key", "waves that differ only in case count as the same", "the wave %q is already there as %q", pair.Key, first)
		case w.Gun != race.Unseen:
			for _, p := range rc.Points {
				if p.Cutoff.Set && !p.Cutoff.Unknown && p.Cutoff.At <= w.Gun {
					pair.Value.Fail("bad_value", "cut-offs are wall clock, and the same for all waves", "the wave %q starts at %s, when %q is closed since %s", w.ID, rc.Wall.Text(w.Gun), p.ID, rc.Wall.Text(p.Cutoff.At))
					break
				}
			}
			seen[key] = pair.Key
			rc.Waves = append(rc.Waves, w)
		}
	}
}

// foldWave is a wave's name in the form in which two of them are the same.
func foldWave(s string) string { return race.FoldBib(spelling.FoldWidth(s)) }

// wave reads which wave an entry starts in: as its column says, else its zone.
func (b *entryReader) wave(e *race.Entry, row *entryRow, r *table.Record) {
	cell, column := spelling.Given(row.Wave), "wave"
	if cell == "" {
		cell, column = spelling.Given(row.Zone), "zone"
	}
	if e.Zone == "" && row.Wave != "" { // a column of waves is one of zones as well
		e.Zone = b.strings.of(row.Wave, spelling.TidyKey)
	}
	if len(b.race.Waves) == 0 {
		return
	}
	if b.waves == nil {
		b.waves = map[string]*race.Wave{}
		for i := range b.race.Waves {
			b.waves[foldWave(b.race.Waves[i].ID)] = &b.race.Waves[i]
		}
	}
	if cell != "" {
		if w := b.waves[foldWave(cell)]; w != nil {
			e.Wave = w.ID
			return
		}
	}
	d := b.race.DivisionOf(e)
	at := b.table.Place(r, max(b.table.Column(column), 0))
	switch {
	case e.OwnStart, d != nil && d.Gun != race.Unseen:
	case cell == "":
		b.unknownWaves.add("", at, "the entry has no wave")
	default:
		b.unknownWaves.add(strings.ToUpper(cell), at, fmt.Sprintf("unknown wave %q", cell))
	}
}

// ownStart reads when an entry starts by itself, after the race's gun (R63). A
// cell that is no time would give a wrong result: then the row is set aside.
func (b *entryReader) ownStart(e *race.Entry, row *entryRow) (why string) {
	cell := spelling.Given(row.StartOffset)
	if cell == "" {
		return ""
	}
	offset, err := spelling.ParseTime(cell, spelling.AsClock)
	if err != nil {
		return fmt.Sprintf("bib %q: the start_offset %q is %v", e.Bib, row.StartOffset, err)
	}
	if offset < 0 {
		return fmt.Sprintf("bib %q: the start_offset %s is before the race's gun", e.Bib, offset)
	}
	e.OwnStart, e.StartOffset, b.race.OwnStarts = true, offset, true
	return ""
}

// waveHint says which waves there are.
func waveHint(rc *race.Race) string {
	var ids []string
	for _, w := range rc.Waves {
		ids = append(ids, w.ID)
	}
	return "known here: " + strings.Join(ids, ", ") + "; until then the gun time counts from the gun of the race or the division"
}
