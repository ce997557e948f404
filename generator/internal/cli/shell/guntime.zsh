#compdef guntime
# Completions of guntime for zsh. In ~/.zshrc, after compinit:
#     eval "$(guntime completion zsh)"
_guntime() {
    local line
    local -a offered
    for line in "${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        case "$line" in
            '') ;;
            :dir) _files -/ ;;
            :file) _files ;;
            *) offered+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( ${#offered} )) && _describe guntime offered
}
compdef _guntime guntime
