# Completions of guntime for fish. Once:
#     guntime completion fish > ~/.config/fish/completions/guntime.fish
function __guntime_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
        switch $line
            case ':dir'
                __fish_complete_directories (commandline -ct)
            case ':file'
                __fish_complete_path (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c guntime -f -a '(__guntime_complete)'
