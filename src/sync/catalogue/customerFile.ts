import { uniq } from 'lodash';
import type { Company } from '../../domain/contract/company';
import type { CompanyId, CustomerId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { CustomerMapping } from '../../ports/store/mappings';
import { keepCustomerMappings } from '../mapping/keepMappings';
import { listSeenCustomers } from '../mapping/listSeen';
import { isMappedText, whyNoCompany } from '../mapping/manageCustomerMappings';
import { idIn, isCalled, logMapped } from './fileValues';
import type { MappingFile, NamingRow, RowVerdict } from './mappingFile';

interface Known {
	readonly name: string | undefined;
	readonly mapping: CustomerMapping | undefined;
	readonly company: Company | undefined;
	readonly unread: string | undefined;
}

const switches: readonly string[] = ['', 'yes', 'no'];

function switchText(isAutomatic: boolean): string {
	return isAutomatic ? '' : ', held for approval';
}

/** Why the row cannot be taken; undefined where it can. */
function whyNot(
	{ values }: NamingRow,
	id: CompanyId | undefined,
	{ name, company, unread }: Known,
): string | undefined {
	if (id === undefined) return `"${values['company id'] ?? ''}" is no company ID.`;
	if (!switches.includes(values['automatic'] ?? ''))
		return `"${values['automatic'] ?? ''}" is neither yes nor no in the column automatic.`;
	if (name === undefined) return 'No such customer is known. Load the customers from the marketplace first.';
	if (unread !== undefined) return `Company ${id} cannot be read: ${unread}.`;
	if (!company?.isActive) return whyNoCompany(id, company);
	return isCalled(company.name, values['company'])
		? undefined
		: `Company ${id} is called ${company.name} in Autotask, not ${values['company'] ?? ''}.`;
}

function judged(row: NamingRow, known: Known, base: Pick<CustomerMapping, 'connectionId' | 'mappedAt'>) {
	const { line, key, values } = row;
	const { mapping: before, company } = known;
	const id = idIn(values['company id']);
	const companyId = id as CompanyId | undefined;
	const name = known.name === undefined ? key : `${known.name} (${key})`;
	const asBefore = before?.processAutomatically ?? true;
	const processAutomatically = values['automatic'] ? values['automatic'] === 'yes' : asBefore;
	if (before && before.companyId === companyId && before.processAutomatically === processAutomatically)
		return { line, name, kind: 'unchanged' } as const;
	const why = whyNot(row, companyId, known);
	if (why !== undefined || !company) return { line, name, kind: 'refused', why: why ?? '' } as const;
	const mapping: CustomerMapping = {
		...base,
		customerId: key as CustomerId,
		customerName: known.name ?? key,
		companyId: company.id,
		companyName: company.name,
		mappedBy: 'person',
		processAutomatically,
	};
	const after = `${company.name} (${company.id})${switchText(processAutomatically)}`;
	if (!before) return { line, name, kind: 'new', after, mapping } as const;
	const was = `${before.companyName} (${before.companyId})${switchText(asBefore)}`;
	return { line, name, kind: 'changed', before: was, after, mapping } as const;
}

/** Mappings of customers to companies, as the list of customers gives them as a file. */
export const customerFile: MappingFile<CustomerMapping> = {
	columns: { needed: ['customer id', 'company id'], also: ['company', 'automatic'] },
	keyOf: ({ values }) => values['customer id'] ?? '',
	targetOf: ({ values }) => (values['company id'] ? `${values['company id']} ${values['automatic'] ?? ''}` : ''),
	judge: async (rows, connectionId, ports): Promise<readonly RowVerdict<CustomerMapping>[]> => {
		const seen = keyBy(await listSeenCustomers(connectionId, ports, { onlyUnmapped: false }), 'customerId');
		const mappings = keyBy(await ports.store.customerMappings(connectionId), 'customerId');
		const ids = uniq(rows.flatMap(({ values }) => idIn(values['company id']) ?? [])) as CompanyId[];
		const unread = new Map<CompanyId, string>();
		const read = await ports.autotask.companies(ids, ({ of, why }) => unread.set(of, why));
		const companies = keyBy(read, 'id');
		const base = { connectionId, mappedAt: ports.clock.now() };
		return rows.map((row) => {
			const id = idIn(row.values['company id']) as CompanyId | undefined;
			const mapping = mappings[row.key];
			const name = seen[row.key]?.customerName ?? mapping?.customerName;
			const known = {
				name,
				mapping,
				company: companies[id ?? ''],
				unread: id === undefined ? undefined : unread.get(id),
			};
			return judged(row, known, base);
		});
	},
	keep: async (mappings, by, ports) => {
		const { freed } = await keepCustomerMappings(by.connectionId, mappings, ports);
		await logMapped(mappings.map(isMappedText), by, ports);
		return freed;
	},
};
