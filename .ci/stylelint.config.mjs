// The standard rules of stylelint, but for what is a manner of this style sheet:
// a rule stands on one line, and rules stand in the order of the pages.
export default {
  extends: "stylelint-config-standard",
  reportNeedlessDisables: true,
  rules: {
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "declaration-block-single-line-max-declarations": null,
    "no-descending-specificity": null,
    "rule-empty-line-before": null,
    // Browsers of many years know (max-width: …), and only new ones (width <= …).
    "media-feature-range-notation": "prefix",
    // Safari knows these two by their prefixed names alone.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust", "user-select"] }],
    // The classes of a runner's state are the codes of results.json: under_review.
    "selector-class-pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
    "value-keyword-case": ["lower", { ignoreKeywords: ["Roboto", "A4"] }],
  },
};
