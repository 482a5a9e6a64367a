import type { CompanyId } from '../../domain/ids';
import type { CompanyContact } from '../../domain/mapping/companyProfile';
import { completeContacts, importProfile } from '../../domain/mapping/newCustomer';
import { importCandidates } from '../../sync/importing/importCandidates';
import { countMappings } from '../../sync/mapping/countMappings';
import { haveCustomersLoaded, loadCustomers } from '../../sync/mapping/loadCustomers';
import { MappingTabs } from '../catalogue/mappingTabs';
import { messageView } from '../messageView';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { CandidateList } from './candidateList';
import { importActions } from './importActions';
import { ImportOneView, type TypedImport } from './importOneView';
import { importsAddress, searchOf } from './importsAddress';
import type { ImportSettings } from './importSettings';
import { runSummary, runView } from './runPage';

const shownCompanies = 10;

async function listView(showing: Showing, ports: PagePorts, { matchBy }: ImportSettings): Promise<PageView> {
	const { connectionId } = ports.inputs;
	if (!(await haveCustomersLoaded(connectionId, ports.store)))
		await loadCustomers(connectionId, ports, showing.request.user);
	const search = searchOf(showing.request);
	const found = await importCandidates({ connectionId, matchBy, search, limit: shownCompanies }, ports);
	const { content, isRunning } = await runSummary(showing, ports);
	return {
		title: 'Import customers',
		content: (
			<>
				<MappingTabs page="import-customers" counts={await countMappings(connectionId, ports)} />
				<CandidateList {...found} search={search} token={showing.token} run={content} isRunning={isRunning} />
			</>
		),
	};
}

function typedIn(request: PageRequest, contacts: readonly CompanyContact[]): TypedImport {
	return {
		contactId: field(request, 'contactId') || String(contacts[0]?.id ?? ''),
		login: field(request, 'login'),
		notifyEmail: field(request, 'notifyEmail'),
	};
}

async function oneView(showing: Showing, ports: PagePorts, settings: ImportSettings): Promise<PageView> {
	const { request, token } = showing;
	const search = searchOf(request);
	const back = importsAddress({ search });
	const asked = request.query['import'] ?? '';
	const id = Number(asked);
	const isId = Number.isSafeInteger(id) && id > 0;
	const [company] = isId ? await ports.autotask.companyProfiles([id as CompanyId]) : [];
	if (!company?.isActive)
		return messageView({ title: 'No such company', text: `Autotask has no active company ${asked}.` }, back);
	const { connectionId } = ports.inputs;
	const mapping = (await ports.store.customerMappings(connectionId)).find((one) => one.companyId === company.id);
	if (mapping) {
		const text = `It is customer ${mapping.customerId} of the marketplace, and mapped to it.`;
		return messageView({ title: company.name, text }, back);
	}
	const contacts = await ports.autotask.contacts([company.id]);
	const countries = await ports.autotask.countries();
	const profile = importProfile({ company, contacts, countries }, settings);
	const complete = completeContacts(contacts);
	const [namesake] = (await ports.store.customersNamed(connectionId, [company.name])).values();
	return {
		title: `Import ${company.name}`,
		content: (
			<ImportOneView
				company={company}
				country={countries.find((country) => country.id === company.countryId)?.name}
				lacks={profile.kind === 'complete' ? [] : profile.lacks}
				namesake={namesake}
				contacts={complete}
				typed={typedIn(request, complete)}
				search={search}
				token={token}
			/>
		),
	};
}

/** Companies of Autotask that the marketplace does not have, imported one by one or all together. Source: rule M3. */
export function importCustomersPage(settings: ImportSettings): Page {
	return {
		name: 'import-customers',
		show: async (showing, ports) => {
			const { query } = showing.request;
			if (query['run'] !== undefined) return await runView(showing, ports);
			if (query['import'] !== undefined) return await oneView(showing, ports, settings);
			return await listView(showing, ports, settings);
		},
		actions: importActions(settings),
	};
}
