// Command pack packs a TrueType font for the program's own folder of fonts.
//
//	go run ./generator/internal/certificate/truetype/pack FONT.ttf templates/fonts/FONT.ttf.packed
package main

import (
	"fmt"
	"os"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"guntime/generator/internal/certificate/truetype"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: pack FONT.ttf FONT.ttf.packed")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(from, to string) error {
	font, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	packed, err := truetype.Pack(font, ranks())
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, packed, 0o644)
}

// ranks says how common a character is, by the national standards that list the
// common ones first: letters and signs, the first level of GB 2312, those of JIS X 0208 and
// Big5, the second level of GB 2312, and all others.
func ranks() func(rune) int {
	gb, jis, big5 := simplifiedchinese.GBK.NewEncoder(), japanese.ShiftJIS.NewEncoder(), traditionalchinese.Big5.NewEncoder()
	within := func(bytes []byte, err error, first, last int) bool {
		if err != nil || len(bytes) != 2 {
			return false
		}
		code := int(bytes[0])<<8 | int(bytes[1])
		return code >= first && code <= last
	}
	return func(r rune) int {
		text := []byte(string(r))
		china, chinaErr := gb.Bytes(text)
		japan, japanErr := jis.Bytes(text)
		taiwan, taiwanErr := big5.Bytes(text)
		switch {
		case r < 0x3400 || r >= 0xFF00 && r <= 0xFFFF:
			return 0
		case within(china, chinaErr, 0xB0A1, 0xD7F9):
			return 1
		case within(japan, japanErr, 0x889F, 0x9872):
			return 2
		case within(taiwan, taiwanErr, 0xA440, 0xC67E):
			return 3
		case within(china, chinaErr, 0xD8A1, 0xF7FE):
			return 4
		}
		return 5
	}
}
