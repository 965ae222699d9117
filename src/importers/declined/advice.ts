/** speedscope reads many formats and its Export writes the JSON that we read. */
export const throughSpeedscope = 'open it with `npx speedscope FILE`, press Ctrl+S and give the exported .speedscope.json';

/** What to record in place of a format that has no call stacks. */
export const pythonInstead = 'record call stacks with `python -m cProfile -o profile.stats prog.py`';
