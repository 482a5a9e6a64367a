import { decimal, rounded } from './decimals';
import type { Tenant } from './tenant';

/** A catalogue price in the currency of a contract, at four decimals. */
export function inContractCurrency(tenant: Tenant, contractId: number, internalAmount: number): number {
	const rate = rateOfContract(tenant, contractId);
	return rate === 1 ? internalAmount : rounded(decimal(internalAmount).div(rate), 4);
}

/** An amount of a contract in the internal currency, at four decimals. */
export function inInternalCurrency(tenant: Tenant, contractId: number, amount: number): number {
	const rate = rateOfContract(tenant, contractId);
	return rate === 1 ? amount : rounded(decimal(amount).times(rate), 4);
}

/** The internal amount of one unit of the currency that a contract is kept in. */
function rateOfContract(tenant: Tenant, contractId: number): number {
	const { companyID, billToCompanyID } = tenant.known('Contracts', contractId);
	const { contractCurrency, exchangeRate } = tenant.switches;
	const billTo = contractCurrency === 'billToCompany' ? tenant.row('Companies', billToCompanyID) : undefined;
	const company = billTo ?? tenant.row('Companies', companyID);
	const currency = tenant.row('Currencies', company?.currencyID);
	if (currency === undefined || currency.isInternalCurrency === true) return 1;
	const rate = Number(currency.exchangeRate ?? 1);
	return exchangeRate === 'internalPerUnit' ? rate : Number(decimal(1).div(rate).toString());
}
