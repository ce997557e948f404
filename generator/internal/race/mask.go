package race

import (
	"strings"
	"unicode"
)

// compoundSurnames are the two-character surnames of Chinese still borne.
var compoundSurnames = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(`欧阳 歐陽 上官 司马 司馬 诸葛 諸葛 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 长孙 長孫 宇文 司徒 夏侯 东方 東方
		端木 百里 呼延 南宫 南宮 轩辕 軒轅 独孤 獨孤 申屠 公冶 宗政 濮阳 濮陽 淳于 单于 單于 太叔 仲孙 仲孫 赫连 赫連 澹台 澹臺 闾丘 閭丘
		拓跋 夹谷 谷梁 钟离 鍾離 万俟 萬俟 闻人 聞人 西门 西門 第五 第二 左丘 梁丘 东郭 東郭 南门 南門 微生 公羊 公西 漆雕 乐正 樂正 壤驷 壤駟 宰父 段干 鲜于 鮮于`) {
		m[s] = true
	}
	return m
}()

// MaskName hides a name but for its surname and, where three or more
// characters follow each other after it, the last one: 张*, 张*华, 欧阳*娜. Of
// a name in letters the first of each word stays: K****** E****; of a single
// letter nothing does. Whatever is not space or punctuation counts as part of
// the name, the private characters of old encodings included.
func MaskName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	if len(runes) == 1 {
		return "*"
	}
	if !isHan(runes) {
		out := make([]rune, len(runes))
		start := true
		for i, r := range runes {
			switch {
			case unicode.IsSpace(r) || unicode.IsPunct(r):
				out[i], start = r, true
				continue
			case start:
				out[i] = r
			default:
				out[i] = '*'
			}
			start = false
		}
		return string(out)
	}
	keep := 1
	if len(runes) > 2 && compoundSurnames[string(runes[:2])] {
		keep = 2
	}
	out := append([]rune{}, runes[:keep]...)
	rest := runes[keep:]
	switch {
	case len(rest) == 1:
		return string(append(out, '*'))
	}
	for range rest[:len(rest)-1] {
		out = append(out, '*')
	}
	return string(append(out, rest[len(rest)-1]))
}

func isHan(runes []rune) bool {
	for _, r := range runes {
		if !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Co, r) && r != '·' {
			return false
		}
	}
	return true
}
