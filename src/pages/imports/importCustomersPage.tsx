import type { CompanyId } from '../../domain/ids';
import type { MatchBy } from '../../domain/mapping/companyProfile';
import { completeContacts, importProfile } from '../../domain/mapping/newCustomer';
import type { ImportRun, ImportState } from '../../ports/store/imports';
import { importCandidates } from '../../sync/importing/importCandidates';
import { importCompany } from '../../sync/importing/importCompany';
import { importSlice, startImport, stopImport } from '../../sync/importing/importRun';
import { haveCustomersLoaded, loadCustomers } from '../../sync/mapping/loadCustomers';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field, pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import { CandidateList, importsAddress } from './candidateViews';
import { ImportOneView } from './importOneView';
import { LastRun, RunEnded, RunUnderWay } from './runViews';

/** What the page's node is set to. */
export interface ImportPageSettings {
	readonly matchBy: MatchBy;
	/** Of new customers; two letters. */
	readonly language: string;
}

const shownCompanies = 10;
const notImported: readonly ImportState[] = ['leftOut', 'refused', 'intended', 'waiting'];

function searchOf({ query }: PageRequest): string {
	return (query['search'] ?? '').trim().slice(0, 100);
}

async function runSummary({ token }: Showing, ports: PagePorts) {
	const { connectionId } = ports.inputs;
	const run = await ports.store.importRun(connectionId);
	if (!run) return { content: null, isRunning: false };
	const counts = await ports.store.countImports(connectionId, run.id);
	if (run.endedAt !== undefined) return { content: <LastRun run={run} counts={counts} />, isRunning: false };
	const content = <RunUnderWay run={run} counts={counts} token={token} isShownAlone={false} />;
	return { content, isRunning: true };
}

async function listView(showing: Showing, ports: PagePorts, { matchBy }: ImportPageSettings): Promise<PageView> {
	const { connectionId } = ports.inputs;
	if (!(await haveCustomersLoaded(connectionId, ports.store)))
		await loadCustomers(connectionId, ports, showing.request.user);
	const search = searchOf(showing.request);
	const found = await importCandidates({ connectionId, matchBy, search, limit: shownCompanies }, ports);
	const { content, isRunning } = await runSummary(showing, ports);
	return {
		title: 'Import customers',
		content: <CandidateList {...found} search={search} token={showing.token} run={content} isRunning={isRunning} />,
	};
}

function message(title: string, text: string, request: PageRequest): PageView {
	const content = (
		<p>
			{text} <a href={importsAddress({ search: searchOf(request) })}>Back to the list</a>
		</p>
	);
	return { title, content };
}

async function oneView(showing: Showing, ports: PagePorts, settings: ImportPageSettings): Promise<PageView> {
	const { request, token } = showing;
	const id = Number(request.query['import']);
	const isId = Number.isSafeInteger(id) && id > 0;
	const [company] = isId ? await ports.autotask.companyProfiles([id as CompanyId]) : [];
	if (!company?.isActive)
		return message('No such company', `Autotask has no active company ${request.query['import'] ?? ''}.`, request);
	const { connectionId } = ports.inputs;
	const mapping = (await ports.store.customerMappings(connectionId)).find((one) => one.companyId === company.id);
	if (mapping)
		return message(company.name, `It is customer ${mapping.customerId} of the marketplace, and mapped to it.`, request);
	const contacts = await ports.autotask.contacts([company.id]);
	const countries = await ports.autotask.countries();
	const profile = importProfile({ company, contacts, countries }, settings);
	const complete = completeContacts(contacts);
	const [namesake] = (await ports.store.customersNamed(connectionId, [company.name])).values();
	const typed = {
		contactId: field(request, 'contactId') || String(complete[0]?.id ?? ''),
		login: field(request, 'login'),
		notifyEmail: field(request, 'notifyEmail'),
	};
	return {
		title: `Import ${company.name}`,
		content: (
			<ImportOneView
				company={company}
				country={countries.find((country) => country.id === company.countryId)?.name}
				lacks={profile.kind === 'complete' ? [] : profile.lacks}
				namesake={namesake}
				contacts={complete}
				typed={typed}
				search={searchOf(request)}
				token={token}
			/>
		),
	};
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

/** Does the next companies of the run and shows how far it is; the first showing only says what will be done. */
async function runView(showing: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { request, token } = showing;
	const { connectionId } = ports.inputs;
	const asked = request.query['run'] ?? '';
	const run = await ports.store.importRun(connectionId);
	if (run?.id !== asked) return message('No such import', 'There is a newer import, or none.', request);
	if (request.query['as'] === 'csv') return await leftOutCsv(run, ports);
	const isFirst = request.query['done'] !== undefined;
	const mayWork = request.method === 'GET' && !isFirst && run.endedAt === undefined;
	const slice = mayWork ? await importSlice(run, ports) : undefined;
	const now = (await ports.store.importRun(connectionId)) ?? run;
	if (now.endedAt !== undefined) return await endedView(now, showing, ports);
	const counts = await ports.store.countImports(connectionId, run.id);
	const isStuck = slice?.kind === 'refused' || request.method === 'POST';
	return {
		title: 'Import of all companies',
		content: (
			<>
				{slice?.kind === 'refused' ? <p>{slice.message}</p> : null}
				<RunUnderWay run={run} counts={counts} token={token} isShownAlone={!isStuck} />
			</>
		),
		...(isStuck ? {} : { goesOn: importsAddress({ run: run.id }) }),
	};
}

async function importOne(request: PageRequest, ports: PagePorts, settings: ImportPageSettings): Promise<ActionOutcome> {
	const contactId = Number(field(request, 'contactId'));
	if (!Number.isSafeInteger(contactId) || contactId <= 0)
		return { kind: 'refused', message: 'No contact is chosen. Choose who administers the customer.' };
	const access = { login: field(request, 'login'), password: request.form['password']?.at(-1) ?? '' };
	const wishes = { ...settings, contactId, notifyEmail: field(request, 'notifyEmail'), access };
	const companyId = Number(field(request, 'companyId')) as CompanyId;
	const { connectionId } = ports.inputs;
	const outcome = await importCompany(
		{ connectionId, companyId, wishes, leavesOutNamesakes: false, by: request.user },
		ports,
	);
	if (outcome.kind !== 'imported') return { kind: 'refused', message: outcome.message };
	return { kind: 'done', message: outcome.message, location: importsAddress({ search: searchOf(request) }) };
}

async function importAll(request: PageRequest, ports: PagePorts, settings: ImportPageSettings): Promise<ActionOutcome> {
	const { connectionId } = ports.inputs;
	const started = await startImport({ connectionId, ...settings, by: request.user }, ports);
	if (started.kind !== 'started') return { kind: 'refused', message: started.message };
	const { companies, run } = started;
	if (companies > 0)
		return {
			kind: 'done',
			message: `An import of ${companies === 1 ? '1 company' : `${companies} companies`} was begun.`,
			location: importsAddress({ run: run.id }),
		};
	await ports.store.endImportRun(connectionId, run.id, ports.clock.now());
	return { kind: 'done', message: 'Every company is in the marketplace already.', location: importsAddress({}) };
}

async function stop(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const id = field(request, 'run');
	const said = await stopImport({ connectionId: ports.inputs.connectionId, id }, request.user, ports);
	return { kind: 'done', message: said, location: importsAddress({ run: id }) };
}

async function load(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const count = await loadCustomers(ports.inputs.connectionId, ports, request.user);
	return {
		kind: 'done',
		message: count === 1 ? '1 customer was read.' : `${count} customers were read.`,
		location: importsAddress({ search: searchOf(request) }),
	};
}

/** Companies of Autotask that the marketplace does not have, imported one by one or all together. Source: rule M3. */
export function importCustomersPage(settings: ImportPageSettings): Page {
	return {
		name: 'import-customers',
		show: async (showing, ports) => {
			const { query } = showing.request;
			if (query['run'] !== undefined) return await runView(showing, ports);
			if (query['import'] !== undefined) return await oneView(showing, ports, settings);
			return await listView(showing, ports, settings);
		},
		actions: {
			import: async (request, ports) => await importOne(request, ports, settings),
			importAll: async (request, ports) => await importAll(request, ports, settings),
			stop,
			load,
		},
	};
}
