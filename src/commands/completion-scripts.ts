/** Asks the program itself for the words, so that the script never goes stale; file names where it knows none. */
const bash = `# perf-report completion for bash
_perf_report_completions() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(compgen -W "$(perf-report --get-yargs-completions "\${COMP_WORDS[@]}" 2>/dev/null)" -- "$word")
}
complete -o bashdefault -o default -F _perf_report_completions perf-report
`;

const zsh = `#compdef perf-report
# perf-report completion for zsh
_perf_report_completions() {
  local -a reply
  reply=("\${(@f)$(COMP_CWORD="$((CURRENT-1))" COMP_LINE="$BUFFER" COMP_POINT="$CURSOR" perf-report --get-yargs-completions "\${words[@]}" 2>/dev/null)}")
  reply=(\${reply:#})
  if (( \${#reply} > 0 )); then
    _describe 'perf-report' reply
  fi
  _files
}
if [ "\${zsh_eval_context[-1]}" = "loadautofunc" ]; then
  _perf_report_completions "$@"
else
  compdef _perf_report_completions perf-report
fi
`;

/** The completion script of a shell. */
export function completionScript(shell: 'bash' | 'zsh'): string {
  return shell === 'zsh' ? zsh : bash;
}
