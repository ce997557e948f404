package table

import "testing"

// A few names are enough to tell the encodings of the world's tables apart.
func TestTheLikeliestEncodingIsTheOneThatTheTextIsWrittenIn(t *testing.T) {
	v := &surveyWords
	for _, c := range []struct{ encoding, text string }{
		{"gb18030", "bib,name,gender,gun\n1,王小明,M,0:40:05\n2,张三,M,0:41:00\n3,欧阳娜娜,F,0:41:10\n"},
		{"big5", "bib,name,gender,gun\n1,王小明,M,0:40:05\n2,陳美玲,F,0:39:05\n3,黃志強,M,0:39:35\n"},
		{"shift_jis", "bib,name,gender,gun\n1,佐藤 健,M,0:40:05\n2,鈴木 さくら,F,0:39:05\n3,髙橋 ケン,M,0:41:00\n"},
		{"euc-jp", "bib,name,gender,gun\n1,佐藤 健,M,0:40:05\n2,鈴木 さくら,F,0:39:05\n"},
		{"euc-kr", "bib,name,gender,gun\n1,김민수,M,0:40:05\n2,이영희,F,0:39:05\n3,박지훈,M,0:41:00\n"},
		{"windows-1252", "bib,name,gender,gun\n1,Zoé Durán,F,0:40:05\n2,Jürgen Weiß,M,0:39:05\n"},
		{"windows-1252", "bib;name;gender;gun\n1;Åsa Öberg;F;0:40:05\n2;Søren Kjær;M;0:39:05\n"},
		{"windows-1250", "bib;name;gender;gun\n1;Paweł Wiśniewski;M;0:40:05\n2;Małgorzata Zając;F;0:39:05\n"},
		{"windows-1250", "bib;name;gender;gun\n1;Jiří Dvořák;M;0:40:05\n2;Šárka Nováková;F;0:39:05\n"},
		{"iso-8859-2", "bib;name;gender;gun\n1;Paweł Wiśniewski;M;0:40:05\n2;Małgorzata Zając;F;0:39:05\n"},
		{"windows-1251", "bib;name;gender;gun\n1;Иванов Пётр;M;0:40:05\n2;Смирнова Ольга;F;0:39:05\n"},
		{"koi8-r", "bib;name;gender;gun\n1;Иванов Пётр;M;0:40:05\n2;Смирнова Ольга;F;0:39:05\n"},
		{"windows-1257", "bib;name;gender;gun\n1;Jānis Bērziņš;M;0:40:05\n2;Eglė Žukauskaitė;F;0:39:05\n"},
		{"windows-1254", "bib;name;gender;gun\n1;Ayşe Yıldız;F;0:40:05\n2;Oğuz Şahin;M;0:39:05\n"},
		{"macintosh", "bib;name;gender;gun\n1;Zoé Durán;F;0:40:05\n2;Jürgen Weiß;M;0:39:05\n"},
	} {
		e, err := EncodingNamed(c.encoding)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := e.NewEncoder().String(c.text)
		if err != nil {
			t.Fatalf("%s: %v", c.encoding, err)
		}
		list := v.Candidates(raw)
		if len(list) == 0 || list[0].Encoding != c.encoding {
			t.Errorf("%s: %+v", c.encoding, list)
		}
	}
}
