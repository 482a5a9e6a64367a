import { millisOf, plusMillis } from '../../domain/calendarDate';
import type { CustomerId } from '../../domain/ids';
import { whyNoAccess } from '../../domain/mapping/accessDetails';
import { type CompanyProfile, externalIdOf } from '../../domain/mapping/companyProfile';
import { importProfile, type ImportWishes, isMailAddress, type NewCustomer } from '../../domain/mapping/newCustomer';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import { leaseMs } from '../../ports/store/leaseMs';
import type { StorePort } from '../../ports/store/store';
import { createCustomerOnce, type ImportLease } from './createCustomerOnce';
import { type ImportOutcome, leftOut, notImported } from './importOutcomes';
import { type Importing, keepImported } from './keepImported';
import type { ImportPorts, WantedImport } from './wantedImport';
import { whyStopped } from './whyStopped';

/** What is wrong with what a person typed, before anybody is asked. */
function whyMistyped({ wishes }: WantedImport): string | undefined {
	const { notifyEmail, access, language } = wishes;
	if (notifyEmail !== undefined && notifyEmail !== '' && !isMailAddress(notifyEmail))
		return 'The notification e-mail is no e-mail address; write it like name@company.example.';
	if (!/^[a-z]{2}$/.test(language)) return 'The language is not two small letters, such as en.';
	return access && whyNoAccess(access);
}

function companyLabel(company: Pick<CompanyProfile, 'name' | 'id'>): string {
	return `${company.name} (${company.id})`;
}

async function isMapped({ connectionId, companyId }: WantedImport, store: StorePort) {
	return (await store.customerMappings(connectionId)).find((mapping) => mapping.companyId === companyId);
}

async function whyAmbiguous(
	company: CompanyProfile,
	wishes: ImportWishes,
	autotask: AutotaskPort,
): Promise<string | undefined> {
	if (wishes.matchBy === 'id') return undefined;
	const number = externalIdOf(company, 'companyNumber') ?? '';
	const others = (await autotask.companiesByNumber([number])).filter((one) => one.id !== company.id);
	if (others.length === 0) return undefined;
	const names = others.map(companyLabel).join(', ');
	return `Company ${companyLabel(company)} has the number ${number} together with ${names}; give it a number of its own in Autotask.`;
}

/** The customer that a company would be, or why it is none. */
async function customerOf(
	wanted: WantedImport,
	ports: ImportPorts,
): Promise<{ readonly company: CompanyProfile; readonly customer: NewCustomer } | ImportOutcome> {
	const { companyId, wishes } = wanted;
	const { autotask, store } = ports;
	const mapping = await isMapped(wanted, store);
	if (mapping)
		return leftOut(
			companyId,
			`Company ${mapping.companyName} (${companyId}) is mapped to customer ${mapping.customerName} (${mapping.customerId}) already.`,
		);
	const [company] = await autotask.companyProfiles([companyId]);
	if (!company) return leftOut(companyId, `Autotask has no company ${companyId} any more; choose another one.`);
	if (!company.isActive)
		return leftOut(
			companyId,
			`Company ${companyLabel(company)} is inactive in Autotask; activate it or choose another one.`,
		);
	const facts = {
		company,
		contacts: await autotask.contacts([companyId]),
		countries: await autotask.countries(),
	};
	const profile = importProfile(facts, wishes);
	if (profile.kind === 'incomplete')
		return leftOut(
			companyId,
			`Company ${companyLabel(company)} lacks: ${profile.lacks.join(', ')}. Fill it in in Autotask, then import it.`,
			profile.lacks,
		);
	const why = await whyAmbiguous(company, wishes, autotask);
	return why === undefined ? { company, customer: profile.customer } : leftOut(companyId, why);
}

async function whyNamesake(company: CompanyProfile, wanted: WantedImport, store: StorePort) {
	if (!wanted.leavesOutNamesakes) return undefined;
	const [id] = (await store.customersNamed(wanted.connectionId, [company.name])).values();
	if (id === undefined) return undefined;
	return `The marketplace has a customer ${company.name} (${id}) already; map it to the company, or import the company alone.`;
}

/** How long a customer that was asked for may still appear. */
const settleMs = 300_000;

async function underLease(wanted: WantedImport, ports: ImportPorts, lease: ImportLease): Promise<ImportOutcome> {
	const { connectionId, companyId } = wanted;
	const { store, marketplace, clock } = ports;
	const found = await customerOf(wanted, ports);
	if ('kind' in found) return found;
	const { company, customer } = found;
	const { externalId } = customer;
	const importing = { wanted, company: { companyId, companyName: company.name, externalId }, ports };
	const carrying = await marketplace.customersByExternalId(externalId);
	if (carrying.length > 1) {
		const ids = carrying.map((one) => one.id).join(', ');
		return leftOut(companyId, `Several customers carry the external ID ${externalId}: ${ids}; map one of them.`);
	}
	const [there] = carrying;
	if (there) return await takeExisting(importing, there.id);
	const intendedAt = (await store.companyImport(connectionId, companyId))?.intendedAt;
	if (intendedAt !== undefined && millisOf(clock.now()) < millisOf(intendedAt) + settleMs) {
		const after = plusMillis(intendedAt, settleMs).slice(11, 16);
		return {
			kind: 'unproven',
			companyId,
			message: `The marketplace was asked to make ${companyLabel(company)} and has not answered; import it again after ${after} UTC, when it is sure that it has not.`,
		};
	}
	const why = await whyNamesake(company, wanted, store);
	if (why !== undefined) return leftOut(companyId, why);
	return await createCustomerOnce(importing, customer, lease);
}

/** Maps the customer that carries the company's external id already, unless it is mapped. */
async function takeExisting(importing: Importing, customerId: CustomerId): Promise<ImportOutcome> {
	const { wanted, company, ports } = importing;
	const [other] = await ports.store.customerMappings(wanted.connectionId, [customerId]);
	if (other)
		return leftOut(
			wanted.companyId,
			`Customer ${other.customerName} (${customerId}) carries the external ID ${company.externalId} and is mapped to ${other.companyName} (${other.companyId}).`,
		);
	return await keepImported(importing, customerId, 'was already');
}

/**
 * Makes a company of Autotask a customer of the marketplace and maps it, once.
 *
 * A customer that carries its external id already is mapped instead. The intent is in the store before the marketplace
 * is asked; where its answer is lost, the external id tells, now or with a later import. Two at once take turns. The
 * password goes to the marketplace and nowhere else. Source: rules M3, M4, T10.
 */
export async function importCompany(wanted: WantedImport, ports: ImportPorts): Promise<ImportOutcome> {
	const { connectionId, companyId } = wanted;
	const { store, clock } = ports;
	const why = whyMistyped(wanted) ?? (await whyStopped(connectionId, store));
	if (why !== undefined) return notImported(companyId, why);
	const lease = `import ${connectionId} ${companyId}`;
	const holder = `${store.storeId}-${clock.random()}-${clock.random()}`;
	const take = async () => await store.takeLease(lease, holder, leaseMs.import);
	const busy = notImported(companyId, `Somebody else is importing company ${companyId}; look again in a minute.`);
	if (!(await take())) return busy;
	try {
		return await underLease(wanted, ports, { take, busy });
	} finally {
		await store.releaseLease(lease, holder);
	}
}
