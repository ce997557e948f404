# Completions of guntime for bash. In ~/.bashrc:
#     eval "$(guntime completion bash)"
_guntime() {
    local IFS=$'\n' cur="${COMP_WORDS[COMP_CWORD]}" line
    COMPREPLY=()
    for line in $("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
        case "$line" in
            :dir) COMPREPLY+=($(compgen -d -- "$cur")) ;;
            :file) COMPREPLY+=($(compgen -f -- "$cur")) ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done
}
complete -o filenames -F _guntime guntime
