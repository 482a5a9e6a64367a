import type { INodeProperties } from 'n8n-workflow';
import { buildNames } from '../shared/settings/ownNames';
import { ownProperties } from '../shared/settings/ownProperties';

/** The node's parameters. */
export const buildContractServicesProperties: INodeProperties[] = ownProperties(buildNames);
