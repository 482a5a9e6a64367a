import { settingProperty } from './settingProperty';

/** How tasks find their company; a node says where it shows. */
export const matchCompanyBy = settingProperty('matchCompanyBy');

/** Whether products may share a service; a node says where it shows. */
export const severalProducts = settingProperty('severalProducts');
