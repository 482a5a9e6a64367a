import type { TenantState } from '../../simulators/autotask/admin/ledger';

/** Names that Autotask's ids stand for. */
export interface AutotaskNames {
	/** Of the company that a contract belongs to. */
	company(contractId: number): string;
	service(id: number): string;
}

export function namesIn({ entities }: TenantState): AutotaskNames {
	const byId = (entity: string) => new Map((entities[entity] ?? []).map((row) => [Number(row['id']), row]));
	const contracts = byId('Contracts');
	const companies = byId('Companies');
	const services = byId('Services');
	return {
		company: (contractId) =>
			String(companies.get(Number(contracts.get(contractId)?.['companyID']))?.['companyName'] ?? ''),
		service: (id) => String(services.get(id)?.['name'] ?? ''),
	};
}

/** The day of a date as the API writes it. */
export function dayOf(value: unknown): string {
	return String(value ?? '').slice(0, 10);
}
