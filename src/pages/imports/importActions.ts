import type { CompanyId } from '../../domain/ids';
import { importCompany } from '../../sync/importing/importCompany';
import { startImport } from '../../sync/importing/startImport';
import { stopImport } from '../../sync/importing/stopImport';
import { loadCustomers } from '../../sync/mapping/loadCustomers';
import type { Acting, ActionOutcome, PagePorts } from '../page';
import { field, idField, type PageRequest } from '../pageRequest';
import { importsAddress, searchOf } from './importsAddress';
import type { ImportSettings } from './importSettings';

async function importOne(request: PageRequest, ports: PagePorts, settings: ImportSettings): Promise<ActionOutcome> {
	const contactId = idField(request, 'contactId');
	if (contactId === undefined)
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

async function importAll(request: PageRequest, ports: PagePorts, settings: ImportSettings): Promise<ActionOutcome> {
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

async function goOn(request: PageRequest): Promise<ActionOutcome> {
	const location = importsAddress({ run: field(request, 'run') });
	return await Promise.resolve({ kind: 'done', message: 'The import goes on.', location });
}

async function load(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const count = await loadCustomers(ports.inputs.connectionId, ports, request.user);
	return {
		kind: 'done',
		message: count === 1 ? '1 customer was read.' : `${count} customers were read.`,
		location: importsAddress({ search: searchOf(request) }),
	};
}

/** What the forms of the page do; each by the use case of its name in src/sync. */
export function importActions(settings: ImportSettings): Readonly<Record<string, Acting>> {
	return {
		import: async (request, ports) => await importOne(request, ports, settings),
		importAll: async (request, ports) => await importAll(request, ports, settings),
		goOn,
		stop,
		load,
	};
}
