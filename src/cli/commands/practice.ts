import type { Cli } from '../cli.ts';
import { parsePort } from '../options.ts';
import type { Program } from '../program.ts';

export function addPracticeCommand(program: Program, cli: Cli): void {
  program
    .command('practice')
    .description('run the practice market on this machine until Ctrl-C')
    .option('--port <n>', 'port (default: a free one)', parsePort)
    .action(async ({ port }) => {
      const { startPracticeMarket } = await import('../../practice/practice-market.ts');
      const market = await startPracticeMarket(port === undefined ? {} : { port });
      try {
        const ads = market.ads.map(({ id, url, title, language, features }) => ({ id, url, title, language, features }));
        cli.result({ format: 'practice-market/v1', port: market.port, ads }, [
          `The practice market is open on this machine only, port ${market.port}. Its ads:`,
          ...ads.map(({ id, url, title }) => `${id.padEnd(5)} ${url}  ${title}`),
          'Capture them into a practice case (pugmark case new REF --title T --practice). Ctrl-C ends the market.',
        ]);
        await untilAborted(cli.interrupts.signal);
      } finally {
        await market.close();
      }
    });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
