// Names of other alphabets in Latin letters, for finding them. Each piece of text is
// followed by up to three spellings. The program has the same tables: change both.

const CYRILLIC = "кс ks/ks/x ий iy/ii/ij а a б b в v г g/g/h д d е e ё yo/e/io ж zh/zh/z з z и i й y/i/j к k л l м m н n о o п p р r с s т t у u ф f х kh/kh/h ц ts/ts/c " +
  "ч ch/ch/c ш sh/sh/s щ shch/shch/sc ъ -/ie/- ы y ь - э e ю yu/iu/ju я ya/ia/ja і i ї yi/i/ji є ye/ie/je ґ g ў w/u/u ј j љ lj њ nj ћ c ђ dj џ dz ѕ dz " +
  "ѓ gj ќ kj ә a ғ g/g/gh қ k/k/q ң n/n/ng ө o ұ u ү u һ h";
const GREEK = "αυ av/af/au ευ ev/ef/eu ου ou/ou/u μπ mp/b/b ντ nt/d/d γκ gk/g/g γγ ng γξ nx γχ nch/nch/nh α a β v/v/b γ g δ d/d/dh ε e ζ z η i/i/e θ th ι i κ k " +
  "λ l μ m ν n ξ x/x/ks ο o π p ρ r σ s ς s τ t υ y/i/u φ f/f/ph χ ch/h/kh ψ ps ω o";
const KANA = "きゃ kya きゅ kyu きょ kyo しゃ sha/sha/sya しゅ shu/shu/syu しょ sho/sho/syo ちゃ cha/cha/tya ちゅ chu/chu/tyu ちょ cho/cho/tyo にゃ nya にゅ nyu にょ nyo ひゃ hya ひゅ hyu " +
  "ひょ hyo みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo ぎゃ gya ぎゅ gyu ぎょ gyo じゃ ja/ja/zya じゅ ju/ju/zyu じょ jo/jo/zyo びゃ bya びゅ byu びょ byo ぴゃ pya ぴゅ pyu ぴょ pyo " +
  "しぇ she ちぇ che じぇ je てぃ ti でぃ di ふぁ fa ふぃ fi ふぇ fe ふぉ fo うぃ wi うぇ we うぉ wo ゔぁ va ゔぃ vi ゔぇ ve ゔぉ vo ゔ vu あ a い i う u え e お o か ka き ki く ku け ke こ ko " +
  "さ sa し shi/shi/si す su せ se そ so た ta ち chi/chi/ti つ tsu/tsu/tu て te と to な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu/fu/hu へ he ほ ho ま ma み mi む mu め me " +
  "も mo や ya ゆ yu よ yo ら ra り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o ん n が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji/ji/zi ず zu ぜ ze ぞ zo だ da ぢ ji/ji/di づ zu で de " +
  "ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ー -";

/** @type {Map<string, string[]>} */
const alphabets = new Map();
for (const table of [CYRILLIC, GREEK, KANA]) {
  const fields = table.split(" ");
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const ways = fields[i + 1].split("/").map((way) => way.replace("-", ""));
    alphabets.set(fields[i], [0, 1, 2].map((n) => ways[Math.min(n, ways.length - 1)]));
  }
}

// romanise returns the ways to write a name of another alphabet in Latin letters, the
// usual one first; none for a name that has no such letters.
/** @type {(name: string) => string[]} */
export function romanise(name) {
  const plain = name.normalize("NFKC");
  if (!/[\u0370-\u052f\u1f00-\u1fff\u3041-\u30fc]/.test(plain)) return [];
  const text = Array.from(plain.normalize("NFD").replace(/[\u0300\u0301\u0313\u0314\u0342\u0345]/g, "").normalize("NFC").toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60)));
  const kana = text.some((c) => c >= "\u3041" && c <= "\u30fc");
  const ways = ["", "", ""];
  let doubled = [false, false, false]; // the consonant that follows, after a small tsu
  for (let i = 0; i < text.length;) {
    if (text[i] === "\u3063") {
      doubled = [true, true, true];
      i++;
      continue;
    }
    let size = Math.min(2, text.length - i);
    if (size > 1 && !alphabets.has(text[i] + text[i + 1])) size = 1;
    const each = alphabets.get(text.slice(i, i + size).join("")) ?? alphabets.get(Array.from(text[i].normalize("NFD"))[0]) ?? [text[i], text[i], text[i]];
    each.forEach((way, n) => {
      if (doubled[n] && way && !"aiueon".includes(way[0])) ways[n] += way.startsWith("ch") ? "t" : way[0];
      doubled[n] = false;
      ways[n] += way;
    });
    i += size;
  }
  return Array.from(new Set(ways.map((way, n) => (n > 0 && kana ? way.replace(/ou|oo|uu/g, (v) => v[0]) : way))));
}
