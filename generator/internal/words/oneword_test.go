package words

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"testing"
)

// The Chinese and Japanese of the site have one word for one thing, the one
// that races there use. What stands in the table was written for it before.
func TestChineseAndJapaneseHaveOneWordForOneThing(t *testing.T) {
	words := map[string][]struct{ not, but string }{
		"zh": {
			{`特此证明`, "兹证明"}, {`(?m)^certificate\.statement.*全程`, "no 全程: a half marathon is none"}, {`发枪|鸣枪`, "发令"}, {`领取码`, "查询码"},
			{`该参赛者|: 参赛者`, "选手"}, {`没有名次`, "未列名次"}, {`组织者`, "组委会"}, {`修订版|成绩版本`, "版次, 第N版"}, {`更正记录`, "成绩变更"},
			{`须打破的纪录|待破纪录|纪录基准`, "纪录标准"}, {`裁定机构`, "裁定人"}, {`个国家(?:$|[^和])`, "国家和地区"}, {`各国`, "国家和地区"}, {`[^基]百科条目`, "维基百科"},
		},
		"ja": {
			{`二次元コード`, "QRコード"}, {`破るべき記録`, "基準記録"}, {`手取り`, "税引後"}, {`審査中`, "確認中"}, {`この回`, "本大会"},
			{`公示`, "異議申立期間"}, {`競技日|大会日`, "大会開催日, 大会当日"}, {`か国`, "国・地域"}, {`国別`, "国・地域別"}, {`百科事典`, "ウィキペディア"},
		},
	}
	root := os.DirFS(path.Dir(catalogues))
	for lang, pairs := range words {
		files, err := fs.Glob(root, lang+"/*.md")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", lang, files, err)
		}
		for _, file := range append(files, "messages/"+lang+".yaml") {
			text, err := fs.ReadFile(root, file)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range pairs {
				for _, m := range regexp.MustCompile(w.not).FindAllIndex(text, -1) {
					t.Errorf("content/%s: %q, expected: %s", file, text[m[0]:m[1]], w.but)
				}
			}
		}
	}
}
