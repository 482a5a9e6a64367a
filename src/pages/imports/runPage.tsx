import type { ImportRun, ImportState } from '../../ports/store/imports';
import { importSlice } from '../../sync/importing/importSlice';
import { makeToken } from '../formToken';
import { comesFrom } from '../ownStep';
import { messageView } from '../messageView';
import type { PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { pageNumber, rowsPerPage } from '../pageRequest';
import { importsAddress, searchOf } from './importsAddress';
import { LastRun, RunEnded, RunUnderWay } from './runViews';

/** What the token of a step is bound to. */
function stepOf({ id }: ImportRun): string {
	return `step of import ${id}`;
}

const notImported: readonly ImportState[] = ['leftOut', 'refused', 'intended', 'waiting'];

/** What the list says of the newest import: how far it is, or how it ended. */
export async function runSummary({ token }: Showing, ports: PagePorts) {
	const { connectionId } = ports.inputs;
	const run = await ports.store.importRun(connectionId);
	if (!run) return { content: null, isRunning: false };
	const counts = await ports.store.countImports(connectionId, run.id);
	if (run.endedAt !== undefined) return { content: <LastRun run={run} counts={counts} />, isRunning: false };
	const content = <RunUnderWay run={run} counts={counts} token={token} isShownAlone={false} />;
	return { content, isRunning: true };
}

async function leftOutCsv(run: ImportRun, ports: PagePorts): Promise<PageAnswer> {
	const all = { states: notImported, offset: 0, limit: 20_000 };
	const rows = await ports.store.importsOfRun(run.connectionId, run.id, all);
	return csvAnswer('not-imported.csv', [
		['company id', 'company', 'outcome', 'why'],
		...rows.map((row) => [String(row.companyId), row.companyName, row.state, row.message]),
	]);
}

async function endedView(run: ImportRun, { request }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId, id } = run;
	const page = pageNumber(request);
	const window = { states: notImported, offset: (page - 1) * rowsPerPage, limit: rowsPerPage };
	const rows = await ports.store.importsOfRun(connectionId, id, window);
	const counts = await ports.store.countImports(connectionId, id);
	return { title: 'Import of all companies', content: <RunEnded run={run} counts={counts} rows={rows} page={page} /> };
}

/**
 * Shows how far the run is. Does its next companies only for a step that the page itself has just led to: an address that
 * is opened, fetched ahead or loaded again does nothing.
 */
export async function runView(showing: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { request, token } = showing;
	const { connectionId } = ports.inputs;
	const asked = request.query['run'] ?? '';
	const run = await ports.store.importRun(connectionId);
	if (run?.id !== asked) {
		const text = 'There is a newer import, or none.';
		return messageView({ title: 'No such import', text }, importsAddress({ search: searchOf(request) }));
	}
	if (request.query['as'] === 'csv') return await leftOutCsv(run, ports);
	const source = run.endedAt === undefined ? await comesFrom(stepOf(run), request, ports) : 'anybody';
	const slice = source === 'itself' ? await importSlice(run, ports) : undefined;
	const now = (await ports.store.importRun(connectionId)) ?? run;
	if (now.endedAt !== undefined) return await endedView(now, showing, ports);
	const counts = await ports.store.countImports(connectionId, run.id);
	const isStuck = slice?.kind === 'refused' || source === 'anybody';
	return {
		title: 'Import of all companies',
		content: (
			<>
				{slice?.kind === 'refused' ? <p>{slice.message}</p> : null}
				<RunUnderWay run={run} counts={counts} token={token} isShownAlone={!isStuck} />
			</>
		),
		...(isStuck ? {} : { goesOn: importsAddress({ run: run.id, step: makeToken(stepOf(run), ports) }) }),
	};
}
