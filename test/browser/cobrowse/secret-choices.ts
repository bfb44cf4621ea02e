/** Widgets that show a choice, as libraries write them: which was chosen is no part of what leaves. `chosen`: 0 or 1. */
export const secretChoices: Readonly<Record<string, (chosen: number) => string>> = {
  'a state of a custom element': (at) =>
    `<style>x-choice:state(checked){color:red}</style><x-choice ${at ? 'on' : ''}></x-choice>`,
  'radio buttons': (at) =>
    `<label><input type="radio" name="r" ${at ? '' : 'checked'}> One</label><label><input type="radio" name="r" ${at ? 'checked' : ''}> Two</label>`,
  'a native select': (at) =>
    `<select><option ${at ? '' : 'selected'}>One</option><option ${at ? 'selected' : ''}>Two</option></select>`,
  'antd’s select': (at) =>
    `<div class="ant-select ant-select-single"><div class="ant-select-selector"><span class="ant-select-selection-wrap"><span class="ant-select-selection-search"><input type="search" role="combobox" aria-expanded="false"></span><span class="ant-select-selection-item" title="${at ? 'Lucy' : 'Jack'}">${at ? 'Lucy' : 'Jack'}</span></span></div></div>`,
  'antd’s open list': (at) =>
    `<div class="rc-virtual-list" role="listbox"><div class="ant-select-item ant-select-item-option ${at ? '' : 'ant-select-item-option-selected'}" role="option" aria-selected="${!at}" title="Jack">Jack</div><div class="ant-select-item ant-select-item-option ${at ? 'ant-select-item-option-selected' : ''}" role="option" aria-selected="${!!at}" title="Lucy">Lucy</div></div>`,
  'antd’s switch': (at) =>
    `<button type="button" role="switch" aria-checked="${!!at}" class="ant-switch ${at ? 'ant-switch-checked' : ''}"><div class="ant-switch-handle"></div></button>`,
  'antd’s radio': (at) =>
    `<label class="ant-radio-wrapper ${at ? 'ant-radio-wrapper-checked' : ''}"><span class="ant-radio ${at ? 'ant-radio-checked' : ''}"><input type="radio" class="ant-radio-input" ${at ? 'checked' : ''}><span class="ant-radio-inner"></span></span><span>One</span></label>`,
  'antd’s slider': (at) =>
    `<div class="ant-slider ant-slider-horizontal"><div class="ant-slider-rail"></div><div class="ant-slider-track" style="left:0%;width:${at ? 70 : 30}%"></div><div class="ant-slider-handle" role="slider" aria-valuenow="${at ? 70 : 30}" style="left:${at ? 70 : 30}%;transform:translateX(-50%)"></div></div>`,
  'MUI’s switch': (at) =>
    `<span class="MuiSwitch-root"><span class="MuiButtonBase-root MuiSwitch-switchBase ${at ? 'Mui-checked' : ''}"><input class="MuiSwitch-input" type="checkbox" ${at ? 'checked' : ''}><span class="MuiSwitch-thumb"></span></span><span class="MuiSwitch-track"></span></span>`,
  'MUI’s slider': (at) =>
    `<span class="MuiSlider-root"><span class="MuiSlider-rail"></span><span class="MuiSlider-track" style="left:0%;width:${at ? 70 : 30}%"></span><span data-index="0" class="MuiSlider-thumb" style="left:${at ? 70 : 30}%"><input type="range" aria-valuenow="${at ? 70 : 30}" value="${at ? 70 : 30}"></span></span>`,
  'MUI’s select': (at) =>
    `<div class="MuiSelect-root"><div tabindex="0" role="combobox" aria-expanded="false" class="MuiSelect-select">${at ? 'Thirty' : 'Ten'}</div><input aria-hidden="true" tabindex="-1" class="MuiSelect-nativeInput" value="${at ? 30 : 10}"></div>`,
  'Radix’ radio and switch': (at) =>
    `<button type="button" role="radio" aria-checked="${!!at}" data-state="${at ? 'checked' : 'unchecked'}"><span data-state="${at ? 'checked' : 'unchecked'}"></span></button><button type="button" role="switch" aria-checked="${!!at}" data-state="${at ? 'checked' : 'unchecked'}"></button>`,
  'Radix’ select': (at) =>
    `<button type="button" role="combobox" aria-expanded="false" data-state="closed"><span>${at ? 'Banana' : 'Apple'}</span></button>`,
  'Headless UI’s list box': (at) =>
    `<button type="button" aria-haspopup="listbox" aria-expanded="false"><span>${at ? 'Banana' : 'Apple'}</span></button>`,
  'Element Plus’ select': (at) =>
    `<div class="el-select"><div class="el-select__wrapper"><div class="el-select__selection"><div class="el-select__selected-item el-select__input-wrapper"><input role="combobox" type="text"></div><div class="el-select__selected-item el-select__placeholder"><span>${at ? 'Beijing' : 'Shanghai'}</span></div></div></div></div>`,
  'Element Plus’ switch': (at) =>
    `<div class="el-switch ${at ? 'is-checked' : ''}"><input class="el-switch__input" type="checkbox" role="switch" aria-checked="${!!at}"><span class="el-switch__core"><div class="el-switch__action"></div></span></div>`,
  'Vuetify’s select': (at) =>
    `<div class="v-input v-select"><div class="v-field" role="combobox" aria-haspopup="listbox"><div class="v-field__input"><div class="v-select__selection"><span class="v-select__selection-text">${at ? 'Georgia' : 'Florida'}</span></div><input type="text" readonly></div></div></div>`,
  'react-select': (at) =>
    `<div class="css-b62m3t-container"><div class="control"><div class="value-container"><div class="singleValue">${at ? 'Vanilla' : 'Chocolate'}</div><div class="input-container"><input role="combobox" aria-autocomplete="list"></div></div></div></div>`,
  'PrimeVue’s select': (at) =>
    `<div class="p-select"><span class="p-select-label" role="combobox" aria-label="${at ? 'Rome' : 'Paris'}">${at ? 'Rome' : 'Paris'}</span></div>`,
  'a menu of choices': (at) =>
    `<ul role="menu"><li role="menuitemradio" aria-checked="${!at}" class="item ${at ? '' : 'is-active'}">Small</li><li role="menuitemradio" aria-checked="${!!at}" class="item ${at ? 'is-active' : ''}">Large</li></ul>`,
};
