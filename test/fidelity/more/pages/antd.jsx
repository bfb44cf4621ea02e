import { createRoot } from 'react-dom/client';
import { Alert, Button, Card, Input, Layout, Menu, Progress, Space, Table, Tabs, Tag } from 'antd';

const rows = [
  { key: 1, item: 'Boots', price: '149.90' },
  { key: 2, item: 'Gloves', price: '24.50' },
];
createRoot(document.getElementById('app')).render(
  <Layout style={{ padding: 24 }}>
    <Menu
      mode="horizontal"
      selectedKeys={['a']}
      items={[
        { key: 'a', label: 'Shop' },
        { key: 'b', label: 'Orders' },
      ]}
    />
    <Space direction="vertical" style={{ width: '100%', marginTop: 24 }}>
      <Alert message="Almost done" type="warning" showIcon />
      <Space>
        <Button type="primary">Buy</Button>
        <Button>Later</Button>
        <Button danger>Remove</Button>
        <Tag color="blue">New</Tag>
      </Space>
      <Input placeholder="Your name" style={{ width: 300 }} />
      <Progress percent={40} />
      <Tabs
        items={[
          { key: '1', label: 'One', children: 'First' },
          { key: '2', label: 'Two', children: 'Second' },
        ]}
      />
      <Card title="Delivery" style={{ width: 320 }}>
        Two to three days
      </Card>
      <Table
        pagination={false}
        dataSource={rows}
        columns={[
          { title: 'Item', dataIndex: 'item' },
          { title: 'Price', dataIndex: 'price' },
        ]}
      />
    </Space>
  </Layout>,
);
